package io.sbr.kernels.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link ScalarAdam} on vectors, with the same bits. */
final class VectorAdam {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private VectorAdam() {}

  /** Updates n weights and their two moments by their gradient. */
  static void update(
      AdamFactors f,
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n) {
    FloatVector beta1 = FloatVector.broadcast(S, f.beta1());
    FloatVector rest1 = FloatVector.broadcast(S, f.rest1());
    FloatVector beta2 = FloatVector.broadcast(S, f.beta2());
    FloatVector rest2 = FloatVector.broadcast(S, f.rest2());
    FloatVector root = FloatVector.broadcast(S, f.root());
    FloatVector epsilon = FloatVector.broadcast(S, f.epsilon());
    FloatVector decay = FloatVector.broadcast(S, f.decay());
    FloatVector rate = FloatVector.broadcast(S, f.rate());
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector weight = FloatVector.fromArray(S, w, wAt + i);
      FloatVector slope = decay.fma(weight, FloatVector.fromArray(S, g, gAt + i));
      FloatVector first = rest1.fma(slope, FloatVector.fromArray(S, m, mAt + i).mul(beta1));
      FloatVector second =
          rest2.mul(slope).fma(slope, FloatVector.fromArray(S, v, vAt + i).mul(beta2));
      first.intoArray(m, mAt + i);
      second.intoArray(v, vAt + i);
      FloatVector size = root.fma(second.lanewise(VectorOperators.SQRT), epsilon);
      weight.sub(rate.mul(first).div(size)).intoArray(w, wAt + i);
    }
    ScalarAdam.update(f, w, wAt + i, m, mAt + i, v, vAt + i, g, gAt + i, n - i);
  }
}
