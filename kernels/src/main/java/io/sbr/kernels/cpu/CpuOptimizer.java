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
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Adam over a gradient that exists only a tile of rows at a time: the sum of the terms is written
 * into a tile that stays in the cache, and used there. Weights and moments pass through memory
 * once.
 */
interface CpuOptimizer extends OptimizerKernels {
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
