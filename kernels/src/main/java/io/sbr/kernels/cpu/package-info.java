/**
 * The contract in float32 on processors: {@code CpuBackend} and one interface for each family of
 * kernels, which unpack tensors and share the work out. The arithmetic is in {@code cpu.loops},
 * products in {@code cpu.engine}, scores over the catalogue in {@code cpu.head}.
 */
package io.sbr.kernels.cpu;
