package io.sbr.kernels.cuda;

import io.sbr.tensor.DenseKernels;

/** Products and elementwise operations on dense matrices. */
interface CudaDense extends DenseKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
