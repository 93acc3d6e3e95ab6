/**
 * The machine's two ceilings, the work of a kernel or model in operations and bytes, and the floor
 * that follows (the roofline). Knows nothing of benchmarks that are held against it.
 */
package io.sbr.bench.roofline;
