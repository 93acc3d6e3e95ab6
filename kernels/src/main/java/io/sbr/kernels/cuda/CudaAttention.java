package io.sbr.kernels.cuda;

import io.sbr.tensor.AttentionKernels;

/** Attention with several heads. */
interface CudaAttention extends AttentionKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
