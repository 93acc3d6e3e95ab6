/**
 * Memory on the device and pinned memory on the host, lent and given back, and copies between them.
 * Never a kernel.
 */
package io.sbr.kernels.cuda.memory;
