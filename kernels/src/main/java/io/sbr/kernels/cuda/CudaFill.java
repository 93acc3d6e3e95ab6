package io.sbr.kernels.cuda;

import io.sbr.tensor.MemoryKernels;

/** Filling, random numbers and the search for numbers that are none. */
interface CudaFill extends MemoryKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
