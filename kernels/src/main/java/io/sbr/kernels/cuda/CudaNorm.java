package io.sbr.kernels.cuda;

import io.sbr.tensor.NormKernels;

/** Normalisation of rows. */
interface CudaNorm extends NormKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
