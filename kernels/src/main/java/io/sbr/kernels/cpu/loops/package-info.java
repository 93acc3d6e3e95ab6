/**
 * The innermost loops, with vectors and without: the only classes that see the Vector API, but for
 * the ceiling's. They know arrays and indices, never tensors or threads.
 */
package io.sbr.kernels.cpu.loops;
