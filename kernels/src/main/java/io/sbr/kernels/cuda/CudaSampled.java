package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.tensor.SampledKernels;
import io.sbr.tensor.Tensor;

/** Losses over shared candidates, a block for each row. */
interface CudaSampled extends SampledKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default void sampledSoftmax(Tensor scores, Tensor weights, Tensor losses, Tensor gradient) {
    Shapes.sampled("sampledSoftmax", scores, weights, losses, gradient, 1);
    engine()
        .launcher()
        .kernel("sampled_softmax")
        .i32(scores.cols())
        .pointer(scores)
        .pointer(weights)
        .pointer(losses)
        .pointer(gradient)
        .grid(scores.rows(), Grid.THREADS);
  }

  @Override
  default void bprMax(Tensor scores, Tensor weights, BprMax form, Tensor losses, Tensor gradient) {
    Shapes.sampled("bprMax", scores, weights, losses, gradient, 2);
    engine()
        .launcher()
        .kernel("bpr_max")
        .i32(scores.cols())
        .f32(form.elu())
        .f32(form.decay())
        .pointer(scores)
        .pointer(weights)
        .pointer(losses)
        .pointer(gradient)
        .grid(scores.rows(), Grid.THREADS);
  }
}
