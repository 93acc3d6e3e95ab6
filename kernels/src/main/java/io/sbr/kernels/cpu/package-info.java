/**
 * The contract in float32 on processors: vectors where the JVM has them, plain loops elsewhere, and
 * a team of threads. Begin with {@code Loops}, {@code Gemm} and {@code SoftmaxPass}.
 */
package io.sbr.kernels.cpu;
