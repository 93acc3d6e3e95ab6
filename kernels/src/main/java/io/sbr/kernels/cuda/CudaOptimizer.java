package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.launch.Launch;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Adam over structured gradients, Adagrad, averages of weights, and clipping. What nearly every
 * parameter has, a dense term, gathered rows, or one of each, is added up within the update itself;
 * any other sum is written out first, a tile of rows at a time.
 */
interface CudaOptimizer extends OptimizerKernels {
  /** Numbers that a block updates. */
  int BLOCK_NUMBERS = 1024;

  /** What this backend computes with. */
  CudaEngine engine();

  /** Numbers of working memory for a tile of a gradient that is written out. */
  long tileNumbers();

  @Override
  default void adam(
      Tensor weights,
      Tensor firstMoment,
      Tensor secondMoment,
      List<GradientTerm> gradient,
      AdamStep step) {
    Shapes.same("adam", weights, firstMoment, secondMoment);
    Shapes.gradient("adam", gradient, weights);
    Tensor[] state = {weights, firstMoment, secondMoment};
    GradientTerm.Dense dense = null;
    GradientTerm.Rows rows = null;
    boolean within = true;
    for (GradientTerm term : gradient) {
      if (term instanceof GradientTerm.Dense one && dense == null) {
        dense = one;
      } else if (term instanceof GradientTerm.Rows one && rows == null) {
        rows = one;
      } else {
        within = false;
      }
    }
    if (within) {
      long values = dense == null ? 0 : CudaBuffer.address(dense.values());
      int first = dense == null ? 0 : dense.firstRow();
      int end = dense == null ? 0 : first + dense.values().rows();
      update(state, 0, weights.rows(), step, values, first, end, rows);
      return;
    }
    int cols = weights.cols();
    int tile = (int) Math.max(1, Math.min(weights.rows(), tileNumbers() / Math.max(1, cols)));
    GradientSum sum = new GradientSum(gradient, cols, engine());
    try (CudaEngine.Scratch g = engine().scratch((long) CudaBuffer.BYTES * tile * cols)) {
      for (int from = 0; from < weights.rows(); from += tile) {
        int to = Math.min(weights.rows(), from + tile);
        sum.rows(from, to, g.address());
        update(state, from, to, step, g.address(), 0, to - from, null);
      }
    }
  }

  /**
   * One step for the rows {@code [from, to)}, the gradient's rows counted from {@code from}.
   *
   * @param state weights and moments
   * @param dense address of the dense term's rows {@code [first, end)}; 0 for none
   * @param rows the gathered rows; null for none
   */
  private void update(
      Tensor[] state,
      int from,
      int to,
      AdamStep s,
      long dense,
      int first,
      int end,
      GradientTerm.Rows rows) {
    int cols = state[0].cols();
    int tile = Math.max(1, BLOCK_NUMBERS / Math.max(1, cols));
    Launch launch =
        engine()
            .launcher()
            .kernel("adam")
            .i32(to - from)
            .i32(cols)
            .i32(tile)
            .f32(s.beta1())
            .f32(1 - s.beta1())
            .f32(s.beta2())
            .f32(1 - s.beta2())
            .f32(s.rate() / (1 - Math.pow(s.beta1(), s.step())))
            .f32(1 / Math.sqrt(1 - Math.pow(s.beta2(), s.step())))
            .f32(s.epsilon())
            .f32(s.weightDecay());
    for (Tensor part : state) {
      launch.pointer(CudaBuffer.address(part) + (long) CudaBuffer.BYTES * from * cols);
    }
    launch.pointer(dense).i32(first).i32(end);
    if (rows == null) {
      launch.i32(0).i32(0).pointer(0).pointer(0).pointer(0).pointer(0);
    } else {
      RowGather index = rows.index();
      launch
          .i32(index.distinct())
          .i32(rows.firstRow())
          .pointer(index.rows())
          .pointer(index.offsets())
          .pointer(index.positions())
          .pointer(rows.values());
    }
    launch.grid(cols == 0 ? 0 : Grid.parts(to - from, tile), Grid.THREADS);
  }

  @Override
  default void adagrad(
      Tensor weights, Tensor squares, Tensor velocity, Tensor gradient, AdagradStep step) {
    Shapes.same("adagrad", weights, squares, velocity, gradient);
    adagrad(engine().launcher().kernel("adagrad").i32(weights.size()), step)
        .pointer(gradient)
        .pointer(weights)
        .pointer(squares)
        .pointer(velocity)
        .grid(Grid.elements(weights.size()), Grid.THREADS);
  }

  @Override
  default void adagradRows(
      Tensor weights,
      Tensor squares,
      Tensor velocity,
      RowGather index,
      Tensor values,
      AdagradStep step) {
    Shapes.same("adagradRows", weights, squares, velocity);
    Shapes.gatheredRows("adagradRows", weights, index, values);
    Launch launch = engine().launcher().kernel("adagrad_rows");
    adagrad(launch.i32(index.distinct()).i32(weights.cols()), step)
        .pointer(index.rows())
        .pointer(index.offsets())
        .pointer(index.positions())
        .pointer(values)
        .pointer(weights)
        .pointer(squares)
        .pointer(velocity)
        .grid(Grid.elements((long) index.distinct() * weights.cols()), Grid.THREADS);
  }

  private static Launch adagrad(Launch launch, AdagradStep step) {
    return launch.f32(step.rate()).f32(step.momentum()).f32(step.epsilon());
  }

  @Override
  default void average(Tensor mean, Tensor value, double share) {
    Shapes.same("average", mean, value);
    engine()
        .launcher()
        .kernel("average")
        .i32(mean.size())
        .f32(share)
        .pointer(value)
        .pointer(mean)
        .grid(Grid.elements(mean.size()), Grid.THREADS);
  }

  @Override
  default void toDense(List<GradientTerm> terms, Tensor out) {
    Shapes.gradient("toDense", terms, out);
    new GradientSum(terms, out.cols(), engine()).rows(0, out.rows(), CudaBuffer.address(out));
  }

  @Override
  default void clipUnits(Tensor weights, Tensor gradient, double ratio, double epsilon) {
    Shapes.same("clipUnits", weights, gradient);
    int units = weights.shape().rank() < 2 ? 1 : weights.rows();
    engine()
        .launcher()
        .kernel("clip_units")
        .i32(units == 0 ? 0 : weights.size() / units)
        .f32(ratio)
        .f32(epsilon)
        .pointer(weights)
        .pointer(gradient)
        .grid(units, 128);
  }
}
