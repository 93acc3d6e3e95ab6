package io.sbr.kernels.cpu.loops;

import io.sbr.tensor.OptimizerKernels.AdagradStep;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link ScalarAdagrad} on vectors, with the same bits. */
final class VectorAdagrad {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private VectorAdagrad() {}

  /** Updates n weights, their squares and their velocities by their gradient. */
  static void update(
      AdagradStep step,
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n) {
    FloatVector back = FloatVector.broadcast(S, -(float) step.rate());
    FloatVector momentum = FloatVector.broadcast(S, (float) step.momentum());
    FloatVector epsilon = FloatVector.broadcast(S, (float) step.epsilon());
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector slope = FloatVector.fromArray(S, g, gAt + i);
      FloatVector square = slope.fma(slope, FloatVector.fromArray(S, a, aAt + i));
      FloatVector root = square.add(epsilon).lanewise(VectorOperators.SQRT);
      FloatVector moved =
          momentum.fma(FloatVector.fromArray(S, v, vAt + i), back.mul(slope).div(root));
      square.intoArray(a, aAt + i);
      moved.intoArray(v, vAt + i);
      FloatVector.fromArray(S, w, wAt + i).add(moved).intoArray(w, wAt + i);
    }
    ScalarAdagrad.update(step, w, wAt + i, a, aAt + i, v, vAt + i, g, gAt + i, n - i);
  }
}
