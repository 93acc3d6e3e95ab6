/**
 * Timings taken in turns, ours beside another program's, summed up as a table. Measures dense
 * products itself, and reads everything else from lines of JSON.
 */
package io.sbr.bench.compare;
