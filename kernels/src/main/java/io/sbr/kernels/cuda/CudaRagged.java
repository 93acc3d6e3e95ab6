package io.sbr.kernels.cuda;

import io.sbr.tensor.RaggedKernels;

/** Sparse products, gathers, and operations on segments. */
interface CudaRagged extends RaggedKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
