/**
 * Finished runs as tables, pictures and JSON: the command {@code results}. Statistics live in
 * {@code models.study}.
 */
package io.sbr.cli.results;
