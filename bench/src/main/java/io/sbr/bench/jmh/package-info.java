/**
 * Benchmarks of single kernels and of whole batches, and the report that sets each beside the
 * machine's ceilings. Steps in turns with another program are timed in {@code bench.timing}, not
 * here.
 */
package io.sbr.bench.jmh;
