/**
 * Where numbers live: arrays of tensors, lent and given back, and each thread's scratch. Never what
 * is computed with them.
 */
package io.sbr.kernels.cpu.memory;
