package io.sbr.kernels.cuda;

import io.sbr.tensor.OptimizerKernels;

/** Adam over structured gradients. */
interface CudaOptimizer extends OptimizerKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
