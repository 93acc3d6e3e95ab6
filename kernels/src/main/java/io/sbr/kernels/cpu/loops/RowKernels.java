package io.sbr.kernels.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of a product with one row on its left: c = a·B for columns of B that stay in
 * registers while its rows stream past. Every number of B is used once, so memory is the limit, and
 * the chains of additions must only be enough to keep it busy. As in {@link MicroKernels} each is
 * one chain of fused multiply-adds in ascending p: the same bits.
 */
final class RowKernels {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();
  private static final Class<? extends FloatVector> EXACT = VectorLoops.EXACT;

  private RowKernels() {}

  /** 3 vectors. */
  static void by3(int k, float[] a, int aAt, float[] b, int bAt, int bRow, float[] c, int cAt) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(S, a[aAt + p]);
      s0 = x.fma(FloatVector.fromArray(S, b, bAt), s0);
      s1 = x.fma(FloatVector.fromArray(S, b, bAt + W), s1);
      s2 = x.fma(FloatVector.fromArray(S, b, bAt + 2 * W), s2);
      bAt += bRow;
    }
    EXACT.cast(s0).intoArray(c, cAt);
    EXACT.cast(s1).intoArray(c, cAt + W);
    EXACT.cast(s2).intoArray(c, cAt + 2 * W);
  }

  /** 6 vectors. */
  static void by6(int k, float[] a, int aAt, float[] b, int bAt, int bRow, float[] c, int cAt) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector s4 = FloatVector.zero(S);
    FloatVector s5 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(S, a[aAt + p]);
      s0 = x.fma(FloatVector.fromArray(S, b, bAt), s0);
      s1 = x.fma(FloatVector.fromArray(S, b, bAt + W), s1);
      s2 = x.fma(FloatVector.fromArray(S, b, bAt + 2 * W), s2);
      s3 = x.fma(FloatVector.fromArray(S, b, bAt + 3 * W), s3);
      s4 = x.fma(FloatVector.fromArray(S, b, bAt + 4 * W), s4);
      s5 = x.fma(FloatVector.fromArray(S, b, bAt + 5 * W), s5);
      bAt += bRow;
    }
    EXACT.cast(s0).intoArray(c, cAt);
    EXACT.cast(s1).intoArray(c, cAt + W);
    EXACT.cast(s2).intoArray(c, cAt + 2 * W);
    EXACT.cast(s3).intoArray(c, cAt + 3 * W);
    EXACT.cast(s4).intoArray(c, cAt + 4 * W);
    EXACT.cast(s5).intoArray(c, cAt + 5 * W);
  }
}
