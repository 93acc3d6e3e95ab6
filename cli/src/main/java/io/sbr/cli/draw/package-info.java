/** Pictures as SVG: elements, lettering, colours, line charts. Nothing here measures a font. */
package io.sbr.cli.draw;
