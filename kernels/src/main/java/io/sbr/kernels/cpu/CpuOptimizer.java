package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.GradientSum;
import io.sbr.kernels.cpu.loops.AdamFactors;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.RowNorm;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Adam over a gradient that exists only a tile of rows at a time: the sum of the terms is written
 * into a tile that stays in the cache, and used there. Weights and moments pass through memory
 * once. Adagrad takes gradients as they are, in full or of gathered rows.
 */
interface CpuOptimizer extends OptimizerKernels {
  /** Element operations that a step of Adagrad is worth. */
  int ADAGRAD = 12;

  /** What this backend computes with. */
  Engine engine();

  @Override
  default void adam(
      Tensor weights,
      Tensor firstMoment,
      Tensor secondMoment,
      List<GradientTerm> gradient,
      AdamStep step) {
    Shapes.same("adam", weights, firstMoment, secondMoment);
    Shapes.gradient("adam", gradient, weights);
    AdamFactors factors = AdamFactors.of(step);
    float[] w = CpuMemory.floats(weights);
    float[] m = CpuMemory.floats(firstMoment);
    float[] v = CpuMemory.floats(secondMoment);
    int cols = weights.cols();
    try (GradientSum sum = new GradientSum(gradient, cols, engine())) {
      sum.forTiles(
          weights.rows(),
          (from, to) -> {
            int n = (to - from) * cols;
            float[] g = Scratch.floats(Slot.GRADIENT, n);
            sum.rows(from, to, g, 0);
            int at = from * cols;
            engine()
                .loops()
                .adam(
                    factors,
                    w,
                    weights.offset() + at,
                    m,
                    firstMoment.offset() + at,
                    v,
                    secondMoment.offset() + at,
                    g,
                    0,
                    n);
          });
    }
  }

  @Override
  default void adagrad(
      Tensor weights, Tensor squares, Tensor velocity, Tensor gradient, AdagradStep step) {
    Shapes.same("adagrad", weights, squares, velocity, gradient);
    float[] w = CpuMemory.floats(weights);
    float[] a = CpuMemory.floats(squares);
    float[] v = CpuMemory.floats(velocity);
    float[] g = CpuMemory.floats(gradient);
    engine()
        .forRows(
            weights.size(),
            ADAGRAD,
            (from, to) ->
                engine()
                    .loops()
                    .adagrad(
                        step,
                        w,
                        weights.offset() + from,
                        a,
                        squares.offset() + from,
                        v,
                        velocity.offset() + from,
                        g,
                        gradient.offset() + from,
                        to - from));
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
    Loops loops = engine().loops();
    float[] w = CpuMemory.floats(weights);
    float[] a = CpuMemory.floats(squares);
    float[] v = CpuMemory.floats(velocity);
    float[] given = CpuMemory.floats(values);
    int[] rows = CpuMemory.ints(index.rows());
    int[] offsets = CpuMemory.ints(index.offsets());
    int[] positions = CpuMemory.ints(index.positions());
    int cols = weights.cols();
    engine()
        .forRows(
            index.distinct(),
            (long) ADAGRAD * cols,
            (from, to) -> {
              float[] sum = Scratch.floats(Slot.GRADIENT, cols);
              for (int u = from; u < to; u++) {
                System.arraycopy(
                    given, values.offset() + positions[offsets[u]] * cols, sum, 0, cols);
                for (int p = offsets[u] + 1; p < offsets[u + 1]; p++) {
                  loops.add(sum, 0, given, values.offset() + positions[p] * cols, sum, 0, cols);
                }
                int at = rows[u] * cols;
                loops.adagrad(
                    step,
                    w,
                    weights.offset() + at,
                    a,
                    squares.offset() + at,
                    v,
                    velocity.offset() + at,
                    sum,
                    0,
                    cols);
              }
            });
  }

  @Override
  default void toDense(List<GradientTerm> terms, Tensor out) {
    Shapes.gradient("toDense", terms, out);
    float[] target = CpuMemory.floats(out);
    int cols = out.cols();
    try (GradientSum sum = new GradientSum(terms, cols, engine())) {
      sum.forTiles(
          out.rows(), (from, to) -> sum.rows(from, to, target, out.offset() + from * cols));
    }
  }

  @Override
  default void clipUnits(Tensor weights, Tensor gradient, double ratio, double epsilon) {
    Shapes.same("clipUnits", weights, gradient);
    Loops loops = engine().loops();
    float[] w = CpuMemory.floats(weights);
    float[] g = CpuMemory.floats(gradient);
    int units = weights.shape().rank() < 2 ? 1 : weights.rows();
    int n = units == 0 ? 0 : weights.size() / units;
    engine()
        .forRows(
            units,
            3L * n,
            (from, to) -> {
              for (int unit = from; unit < to; unit++) {
                int at = gradient.offset() + unit * n;
                double norm = RowNorm.of(loops, g, at, n);
                double weight = RowNorm.of(loops, w, weights.offset() + unit * n, n);
                double limit = ratio * Math.max(weight, epsilon);
                if (norm > limit) {
                  loops.scale((float) (limit / norm), g, at, g, at, n);
                }
              }
            });
  }

  @Override
  default void average(Tensor mean, Tensor value, double share) {
    Shapes.same("average", mean, value);
    float[] mv = CpuMemory.floats(mean);
    float[] vv = CpuMemory.floats(value);
    Loops loops = engine().loops();
    // Through the difference: factors share and 1 − share, each rounded, would not sum to 1.
    engine()
        .forRows(
            mean.size(),
            2,
            (from, to) -> {
              int n = to - from;
              int at = mean.offset() + from;
              float[] difference = Scratch.floats(Slot.ROW, n);
              loops.subtract(vv, value.offset() + from, mv, at, difference, 0, n);
              loops.addScaled((float) share, difference, 0, mv, at, n);
            });
  }
}
