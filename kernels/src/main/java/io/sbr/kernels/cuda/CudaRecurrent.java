package io.sbr.kernels.cuda;

import io.sbr.tensor.RecurrentKernels;

/** The fused part of the gated recurrent unit. */
interface CudaRecurrent extends RecurrentKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
