/**
 * Pictures as SVG: elements, lettering, colours, line charts. Nothing here measures a font, or
 * knows what it draws.
 */
package io.sbr.cli.draw;
