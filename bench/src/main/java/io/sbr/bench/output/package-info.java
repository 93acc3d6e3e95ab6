/**
 * The machine that a result was measured on, and the files that results are written to. Never any
 * measuring.
 */
package io.sbr.bench.output;
