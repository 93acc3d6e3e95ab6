package io.sbr.kernels.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link ScalarAttention}, operation by operation, on vectors. */
final class VectorAttention {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private VectorAttention() {}

  /** See {@link ScalarAttention#weigh}. */
  static void weigh(
      float clicks, float[] rows, int logitsAt, int valuesAt, float[] mean, float[] norm, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector w = FloatVector.fromArray(S, rows, logitsAt + i).mul(clicks);
      w.intoArray(rows, logitsAt + i);
      FloatVector.fromArray(S, norm, i).add(w).intoArray(norm, i);
      w.fma(FloatVector.fromArray(S, rows, valuesAt + i), FloatVector.fromArray(S, mean, i))
          .intoArray(mean, i);
    }
    ScalarAttention.weigh(clicks, rows, logitsAt, valuesAt, mean, norm, i, n);
  }

  /** See {@link ScalarAttention#backward}. */
  static void backward(
      float[] rows, int logitsAt, int valuesAt, float[] mean, float[] delta, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector dg =
          FloatVector.fromArray(S, rows, logitsAt + i).mul(FloatVector.fromArray(S, delta, i));
      FloatVector off =
          FloatVector.fromArray(S, rows, valuesAt + i).sub(FloatVector.fromArray(S, mean, i));
      dg.mul(off).intoArray(rows, logitsAt + i);
      dg.intoArray(rows, valuesAt + i);
    }
    ScalarAttention.backward(rows, logitsAt, valuesAt, mean, delta, i, n);
  }
}
