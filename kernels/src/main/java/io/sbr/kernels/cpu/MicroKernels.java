package io.sbr.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of every dense product: C = A·B or C += A·B for a block of C that stays in
 * registers. Each is the same text for another block: accumulators are named local variables
 * because the compiler keeps an array of them in memory. How many pay is a matter of the register
 * file: these have 12, for 16 registers; {@link WideMicroKernels} has 24, for 32.
 *
 * <p>Element (i, p) of A is {@code a[aAt + i·aRow + p·aStep]}: read in place, by rows or by
 * columns, one number at a time, spread over a vector. Row p of B begins at {@code b[bAt +
 * p·bRow]}, row i of C at {@code c[cAt + i·cRow]}. Every product is one chain of fused
 * multiply-adds in ascending p, so its bits do not depend on the block it falls into. Where fewer
 * rows are left than the block has, the last one is computed again in place of the missing: same
 * value, same place.
 */
final class MicroKernels {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private MicroKernels() {}

  /** 4 rows by 3 vectors. */
  static void rows4by3(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    FloatVector s00 = FloatVector.zero(S);
    FloatVector s01 = FloatVector.zero(S);
    FloatVector s02 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s12 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s22 = FloatVector.zero(S);
    FloatVector s30 = FloatVector.zero(S);
    FloatVector s31 = FloatVector.zero(S);
    FloatVector s32 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      FloatVector x1 = FloatVector.broadcast(S, a[a1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      FloatVector x2 = FloatVector.broadcast(S, a[a2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      FloatVector x3 = FloatVector.broadcast(S, a[a3]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    if (add) {
      // All of C is read before any is written: a row that stands in for missing ones must not be
      // added twice.
      FloatVector t00 = s00.add(FloatVector.fromArray(S, c, c0));
      FloatVector t01 = s01.add(FloatVector.fromArray(S, c, c0 + W));
      FloatVector t02 = s02.add(FloatVector.fromArray(S, c, c0 + 2 * W));
      FloatVector t10 = s10.add(FloatVector.fromArray(S, c, c1));
      FloatVector t11 = s11.add(FloatVector.fromArray(S, c, c1 + W));
      FloatVector t12 = s12.add(FloatVector.fromArray(S, c, c1 + 2 * W));
      FloatVector t20 = s20.add(FloatVector.fromArray(S, c, c2));
      FloatVector t21 = s21.add(FloatVector.fromArray(S, c, c2 + W));
      FloatVector t22 = s22.add(FloatVector.fromArray(S, c, c2 + 2 * W));
      FloatVector t30 = s30.add(FloatVector.fromArray(S, c, c3));
      FloatVector t31 = s31.add(FloatVector.fromArray(S, c, c3 + W));
      FloatVector t32 = s32.add(FloatVector.fromArray(S, c, c3 + 2 * W));
      t00.intoArray(c, c0);
      t01.intoArray(c, c0 + W);
      t02.intoArray(c, c0 + 2 * W);
      t10.intoArray(c, c1);
      t11.intoArray(c, c1 + W);
      t12.intoArray(c, c1 + 2 * W);
      t20.intoArray(c, c2);
      t21.intoArray(c, c2 + W);
      t22.intoArray(c, c2 + 2 * W);
      t30.intoArray(c, c3);
      t31.intoArray(c, c3 + W);
      t32.intoArray(c, c3 + 2 * W);
    } else {
      s00.intoArray(c, c0);
      s01.intoArray(c, c0 + W);
      s02.intoArray(c, c0 + 2 * W);
      s10.intoArray(c, c1);
      s11.intoArray(c, c1 + W);
      s12.intoArray(c, c1 + 2 * W);
      s20.intoArray(c, c2);
      s21.intoArray(c, c2 + W);
      s22.intoArray(c, c2 + 2 * W);
      s30.intoArray(c, c3);
      s31.intoArray(c, c3 + W);
      s32.intoArray(c, c3 + 2 * W);
    }
  }

  /** 6 rows by 2 vectors. */
  static void rows6by2(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    FloatVector s00 = FloatVector.zero(S);
    FloatVector s01 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s30 = FloatVector.zero(S);
    FloatVector s31 = FloatVector.zero(S);
    FloatVector s40 = FloatVector.zero(S);
    FloatVector s41 = FloatVector.zero(S);
    FloatVector s50 = FloatVector.zero(S);
    FloatVector s51 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(S, a[a1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(S, a[a2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(S, a[a3]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(S, a[a4]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(S, a[a5]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      a4 += aStep;
      a5 += aStep;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    if (add) {
      // All of C is read before any is written: a row that stands in for missing ones must not be
      // added twice.
      FloatVector t00 = s00.add(FloatVector.fromArray(S, c, c0));
      FloatVector t01 = s01.add(FloatVector.fromArray(S, c, c0 + W));
      FloatVector t10 = s10.add(FloatVector.fromArray(S, c, c1));
      FloatVector t11 = s11.add(FloatVector.fromArray(S, c, c1 + W));
      FloatVector t20 = s20.add(FloatVector.fromArray(S, c, c2));
      FloatVector t21 = s21.add(FloatVector.fromArray(S, c, c2 + W));
      FloatVector t30 = s30.add(FloatVector.fromArray(S, c, c3));
      FloatVector t31 = s31.add(FloatVector.fromArray(S, c, c3 + W));
      FloatVector t40 = s40.add(FloatVector.fromArray(S, c, c4));
      FloatVector t41 = s41.add(FloatVector.fromArray(S, c, c4 + W));
      FloatVector t50 = s50.add(FloatVector.fromArray(S, c, c5));
      FloatVector t51 = s51.add(FloatVector.fromArray(S, c, c5 + W));
      t00.intoArray(c, c0);
      t01.intoArray(c, c0 + W);
      t10.intoArray(c, c1);
      t11.intoArray(c, c1 + W);
      t20.intoArray(c, c2);
      t21.intoArray(c, c2 + W);
      t30.intoArray(c, c3);
      t31.intoArray(c, c3 + W);
      t40.intoArray(c, c4);
      t41.intoArray(c, c4 + W);
      t50.intoArray(c, c5);
      t51.intoArray(c, c5 + W);
    } else {
      s00.intoArray(c, c0);
      s01.intoArray(c, c0 + W);
      s10.intoArray(c, c1);
      s11.intoArray(c, c1 + W);
      s20.intoArray(c, c2);
      s21.intoArray(c, c2 + W);
      s30.intoArray(c, c3);
      s31.intoArray(c, c3 + W);
      s40.intoArray(c, c4);
      s41.intoArray(c, c4 + W);
      s50.intoArray(c, c5);
      s51.intoArray(c, c5 + W);
    }
  }
}
