package io.sbr.kernels.cuda;

import io.sbr.tensor.HeadKernels;

/** Loss, ranks and top-k over the full catalogue. */
interface CudaHead extends HeadKernels {
  /** What this backend computes with. */
  CudaEngine engine();
}
