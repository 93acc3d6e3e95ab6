package io.sbr.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link MicroKernels} with twice as many accumulators, for machines with 32 vector registers
 * (AVX-512).
 */
final class WideMicroKernels {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private WideMicroKernels() {}

  /** 6 rows by 4 vectors. */
  static void rows6by4(
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
    FloatVector s02 = FloatVector.zero(S);
    FloatVector s03 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s12 = FloatVector.zero(S);
    FloatVector s13 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s22 = FloatVector.zero(S);
    FloatVector s23 = FloatVector.zero(S);
    FloatVector s30 = FloatVector.zero(S);
    FloatVector s31 = FloatVector.zero(S);
    FloatVector s32 = FloatVector.zero(S);
    FloatVector s33 = FloatVector.zero(S);
    FloatVector s40 = FloatVector.zero(S);
    FloatVector s41 = FloatVector.zero(S);
    FloatVector s42 = FloatVector.zero(S);
    FloatVector s43 = FloatVector.zero(S);
    FloatVector s50 = FloatVector.zero(S);
    FloatVector s51 = FloatVector.zero(S);
    FloatVector s52 = FloatVector.zero(S);
    FloatVector s53 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector b3 = FloatVector.fromArray(S, b, bAt + 3 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(S, a[a1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
      FloatVector x2 = FloatVector.broadcast(S, a[a2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      s23 = x2.fma(b3, s23);
      FloatVector x3 = FloatVector.broadcast(S, a[a3]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      s33 = x3.fma(b3, s33);
      FloatVector x4 = FloatVector.broadcast(S, a[a4]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      s43 = x4.fma(b3, s43);
      FloatVector x5 = FloatVector.broadcast(S, a[a5]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      s53 = x5.fma(b3, s53);
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
      FloatVector t02 = s02.add(FloatVector.fromArray(S, c, c0 + 2 * W));
      FloatVector t03 = s03.add(FloatVector.fromArray(S, c, c0 + 3 * W));
      FloatVector t10 = s10.add(FloatVector.fromArray(S, c, c1));
      FloatVector t11 = s11.add(FloatVector.fromArray(S, c, c1 + W));
      FloatVector t12 = s12.add(FloatVector.fromArray(S, c, c1 + 2 * W));
      FloatVector t13 = s13.add(FloatVector.fromArray(S, c, c1 + 3 * W));
      FloatVector t20 = s20.add(FloatVector.fromArray(S, c, c2));
      FloatVector t21 = s21.add(FloatVector.fromArray(S, c, c2 + W));
      FloatVector t22 = s22.add(FloatVector.fromArray(S, c, c2 + 2 * W));
      FloatVector t23 = s23.add(FloatVector.fromArray(S, c, c2 + 3 * W));
      FloatVector t30 = s30.add(FloatVector.fromArray(S, c, c3));
      FloatVector t31 = s31.add(FloatVector.fromArray(S, c, c3 + W));
      FloatVector t32 = s32.add(FloatVector.fromArray(S, c, c3 + 2 * W));
      FloatVector t33 = s33.add(FloatVector.fromArray(S, c, c3 + 3 * W));
      FloatVector t40 = s40.add(FloatVector.fromArray(S, c, c4));
      FloatVector t41 = s41.add(FloatVector.fromArray(S, c, c4 + W));
      FloatVector t42 = s42.add(FloatVector.fromArray(S, c, c4 + 2 * W));
      FloatVector t43 = s43.add(FloatVector.fromArray(S, c, c4 + 3 * W));
      FloatVector t50 = s50.add(FloatVector.fromArray(S, c, c5));
      FloatVector t51 = s51.add(FloatVector.fromArray(S, c, c5 + W));
      FloatVector t52 = s52.add(FloatVector.fromArray(S, c, c5 + 2 * W));
      FloatVector t53 = s53.add(FloatVector.fromArray(S, c, c5 + 3 * W));
      t00.intoArray(c, c0);
      t01.intoArray(c, c0 + W);
      t02.intoArray(c, c0 + 2 * W);
      t03.intoArray(c, c0 + 3 * W);
      t10.intoArray(c, c1);
      t11.intoArray(c, c1 + W);
      t12.intoArray(c, c1 + 2 * W);
      t13.intoArray(c, c1 + 3 * W);
      t20.intoArray(c, c2);
      t21.intoArray(c, c2 + W);
      t22.intoArray(c, c2 + 2 * W);
      t23.intoArray(c, c2 + 3 * W);
      t30.intoArray(c, c3);
      t31.intoArray(c, c3 + W);
      t32.intoArray(c, c3 + 2 * W);
      t33.intoArray(c, c3 + 3 * W);
      t40.intoArray(c, c4);
      t41.intoArray(c, c4 + W);
      t42.intoArray(c, c4 + 2 * W);
      t43.intoArray(c, c4 + 3 * W);
      t50.intoArray(c, c5);
      t51.intoArray(c, c5 + W);
      t52.intoArray(c, c5 + 2 * W);
      t53.intoArray(c, c5 + 3 * W);
    } else {
      s00.intoArray(c, c0);
      s01.intoArray(c, c0 + W);
      s02.intoArray(c, c0 + 2 * W);
      s03.intoArray(c, c0 + 3 * W);
      s10.intoArray(c, c1);
      s11.intoArray(c, c1 + W);
      s12.intoArray(c, c1 + 2 * W);
      s13.intoArray(c, c1 + 3 * W);
      s20.intoArray(c, c2);
      s21.intoArray(c, c2 + W);
      s22.intoArray(c, c2 + 2 * W);
      s23.intoArray(c, c2 + 3 * W);
      s30.intoArray(c, c3);
      s31.intoArray(c, c3 + W);
      s32.intoArray(c, c3 + 2 * W);
      s33.intoArray(c, c3 + 3 * W);
      s40.intoArray(c, c4);
      s41.intoArray(c, c4 + W);
      s42.intoArray(c, c4 + 2 * W);
      s43.intoArray(c, c4 + 3 * W);
      s50.intoArray(c, c5);
      s51.intoArray(c, c5 + W);
      s52.intoArray(c, c5 + 2 * W);
      s53.intoArray(c, c5 + 3 * W);
    }
  }

  /** 8 rows by 3 vectors. */
  static void rows8by3(
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
    int a6 = aAt + Math.min(6, last) * aRow;
    int a7 = aAt + Math.min(7, last) * aRow;
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
    FloatVector s40 = FloatVector.zero(S);
    FloatVector s41 = FloatVector.zero(S);
    FloatVector s42 = FloatVector.zero(S);
    FloatVector s50 = FloatVector.zero(S);
    FloatVector s51 = FloatVector.zero(S);
    FloatVector s52 = FloatVector.zero(S);
    FloatVector s60 = FloatVector.zero(S);
    FloatVector s61 = FloatVector.zero(S);
    FloatVector s62 = FloatVector.zero(S);
    FloatVector s70 = FloatVector.zero(S);
    FloatVector s71 = FloatVector.zero(S);
    FloatVector s72 = FloatVector.zero(S);
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
      FloatVector x4 = FloatVector.broadcast(S, a[a4]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      FloatVector x5 = FloatVector.broadcast(S, a[a5]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      FloatVector x6 = FloatVector.broadcast(S, a[a6]);
      s60 = x6.fma(b0, s60);
      s61 = x6.fma(b1, s61);
      s62 = x6.fma(b2, s62);
      FloatVector x7 = FloatVector.broadcast(S, a[a7]);
      s70 = x7.fma(b0, s70);
      s71 = x7.fma(b1, s71);
      s72 = x7.fma(b2, s72);
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      a4 += aStep;
      a5 += aStep;
      a6 += aStep;
      a7 += aStep;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    int c6 = cAt + Math.min(6, last) * cRow;
    int c7 = cAt + Math.min(7, last) * cRow;
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
      FloatVector t40 = s40.add(FloatVector.fromArray(S, c, c4));
      FloatVector t41 = s41.add(FloatVector.fromArray(S, c, c4 + W));
      FloatVector t42 = s42.add(FloatVector.fromArray(S, c, c4 + 2 * W));
      FloatVector t50 = s50.add(FloatVector.fromArray(S, c, c5));
      FloatVector t51 = s51.add(FloatVector.fromArray(S, c, c5 + W));
      FloatVector t52 = s52.add(FloatVector.fromArray(S, c, c5 + 2 * W));
      FloatVector t60 = s60.add(FloatVector.fromArray(S, c, c6));
      FloatVector t61 = s61.add(FloatVector.fromArray(S, c, c6 + W));
      FloatVector t62 = s62.add(FloatVector.fromArray(S, c, c6 + 2 * W));
      FloatVector t70 = s70.add(FloatVector.fromArray(S, c, c7));
      FloatVector t71 = s71.add(FloatVector.fromArray(S, c, c7 + W));
      FloatVector t72 = s72.add(FloatVector.fromArray(S, c, c7 + 2 * W));
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
      t40.intoArray(c, c4);
      t41.intoArray(c, c4 + W);
      t42.intoArray(c, c4 + 2 * W);
      t50.intoArray(c, c5);
      t51.intoArray(c, c5 + W);
      t52.intoArray(c, c5 + 2 * W);
      t60.intoArray(c, c6);
      t61.intoArray(c, c6 + W);
      t62.intoArray(c, c6 + 2 * W);
      t70.intoArray(c, c7);
      t71.intoArray(c, c7 + W);
      t72.intoArray(c, c7 + 2 * W);
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
      s40.intoArray(c, c4);
      s41.intoArray(c, c4 + W);
      s42.intoArray(c, c4 + 2 * W);
      s50.intoArray(c, c5);
      s51.intoArray(c, c5 + W);
      s52.intoArray(c, c5 + 2 * W);
      s60.intoArray(c, c6);
      s61.intoArray(c, c6 + W);
      s62.intoArray(c, c6 + 2 * W);
      s70.intoArray(c, c7);
      s71.intoArray(c, c7 + W);
      s72.intoArray(c, c7 + 2 * W);
    }
  }
}
