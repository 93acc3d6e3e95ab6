/** An explanation as people and programs read it: text, JSON, DOT and a picture. */
package io.sbr.cli.explain;
