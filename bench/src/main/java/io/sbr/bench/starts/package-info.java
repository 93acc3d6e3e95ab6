/**
 * Fresh JVMs that do a user's work, to find starts that are slow by chance. Kernels are never
 * measured alone here: that is {@code guard}.
 */
package io.sbr.bench.starts;
