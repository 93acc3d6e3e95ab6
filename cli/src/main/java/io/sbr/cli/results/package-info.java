/** Finished runs as tables, pictures and JSON: the command {@code results}. */
package io.sbr.cli.results;
