package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.Scratch.Slot;
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
}
