package io.sbr.kernels.cuda.memory;

/**
 * A piece of device memory.
 *
 * @param address where it begins; a multiple of 256
 * @param bytes its capacity
 */
public record Block(long address, long bytes) {}
