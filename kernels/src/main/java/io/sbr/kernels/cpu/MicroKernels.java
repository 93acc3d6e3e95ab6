package io.sbr.kernels.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of every dense product: C += A·B for a block of C that stays in registers.
 * Each is the same text for another block size; accumulators are named local variables because the
 * compiler keeps an array of them in memory. How many pay is a matter of the register file: 24 of
 * 32 on AVX-512, 12 of 16 on AVX2.
 *
 * <p>Element (i, p) of A is {@code a[aAt + i·aRow + p·aStep]}: read in place, row by row or column
 * by column, one number at a time, spread over a vector. Row p of B begins at {@code b[bAt +
 * p·bRow]}, row i of C at {@code c[cAt + i·cRow]}. Every element of C is one chain of fused
 * multiply-adds in ascending p, so its bits do not depend on the block it falls into. Where fewer
 * rows are left than the block has, the last one is computed again in place of the missing: same
 * value, same place.
 */
final class MicroKernels {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();

  private MicroKernels() {}

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
      int cRow) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(S, c, c0);
    FloatVector s01 = FloatVector.fromArray(S, c, c0 + W);
    FloatVector s02 = FloatVector.fromArray(S, c, c0 + 2 * W);
    FloatVector s03 = FloatVector.fromArray(S, c, c0 + 3 * W);
    FloatVector s10 = FloatVector.fromArray(S, c, c1);
    FloatVector s11 = FloatVector.fromArray(S, c, c1 + W);
    FloatVector s12 = FloatVector.fromArray(S, c, c1 + 2 * W);
    FloatVector s13 = FloatVector.fromArray(S, c, c1 + 3 * W);
    FloatVector s20 = FloatVector.fromArray(S, c, c2);
    FloatVector s21 = FloatVector.fromArray(S, c, c2 + W);
    FloatVector s22 = FloatVector.fromArray(S, c, c2 + 2 * W);
    FloatVector s23 = FloatVector.fromArray(S, c, c2 + 3 * W);
    FloatVector s30 = FloatVector.fromArray(S, c, c3);
    FloatVector s31 = FloatVector.fromArray(S, c, c3 + W);
    FloatVector s32 = FloatVector.fromArray(S, c, c3 + 2 * W);
    FloatVector s33 = FloatVector.fromArray(S, c, c3 + 3 * W);
    FloatVector s40 = FloatVector.fromArray(S, c, c4);
    FloatVector s41 = FloatVector.fromArray(S, c, c4 + W);
    FloatVector s42 = FloatVector.fromArray(S, c, c4 + 2 * W);
    FloatVector s43 = FloatVector.fromArray(S, c, c4 + 3 * W);
    FloatVector s50 = FloatVector.fromArray(S, c, c5);
    FloatVector s51 = FloatVector.fromArray(S, c, c5 + W);
    FloatVector s52 = FloatVector.fromArray(S, c, c5 + 2 * W);
    FloatVector s53 = FloatVector.fromArray(S, c, c5 + 3 * W);
    int step = 0;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector b3 = FloatVector.fromArray(S, b, bAt + 3 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + step]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + step]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + step]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      s23 = x2.fma(b3, s23);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + step]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      s33 = x3.fma(b3, s33);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + step]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      s43 = x4.fma(b3, s43);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + step]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      s53 = x5.fma(b3, s53);
      step += aStep;
      bAt += bRow;
    }
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
      int cRow) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    int a6 = aAt + Math.min(6, last) * aRow;
    int a7 = aAt + Math.min(7, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    int c6 = cAt + Math.min(6, last) * cRow;
    int c7 = cAt + Math.min(7, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(S, c, c0);
    FloatVector s01 = FloatVector.fromArray(S, c, c0 + W);
    FloatVector s02 = FloatVector.fromArray(S, c, c0 + 2 * W);
    FloatVector s10 = FloatVector.fromArray(S, c, c1);
    FloatVector s11 = FloatVector.fromArray(S, c, c1 + W);
    FloatVector s12 = FloatVector.fromArray(S, c, c1 + 2 * W);
    FloatVector s20 = FloatVector.fromArray(S, c, c2);
    FloatVector s21 = FloatVector.fromArray(S, c, c2 + W);
    FloatVector s22 = FloatVector.fromArray(S, c, c2 + 2 * W);
    FloatVector s30 = FloatVector.fromArray(S, c, c3);
    FloatVector s31 = FloatVector.fromArray(S, c, c3 + W);
    FloatVector s32 = FloatVector.fromArray(S, c, c3 + 2 * W);
    FloatVector s40 = FloatVector.fromArray(S, c, c4);
    FloatVector s41 = FloatVector.fromArray(S, c, c4 + W);
    FloatVector s42 = FloatVector.fromArray(S, c, c4 + 2 * W);
    FloatVector s50 = FloatVector.fromArray(S, c, c5);
    FloatVector s51 = FloatVector.fromArray(S, c, c5 + W);
    FloatVector s52 = FloatVector.fromArray(S, c, c5 + 2 * W);
    FloatVector s60 = FloatVector.fromArray(S, c, c6);
    FloatVector s61 = FloatVector.fromArray(S, c, c6 + W);
    FloatVector s62 = FloatVector.fromArray(S, c, c6 + 2 * W);
    FloatVector s70 = FloatVector.fromArray(S, c, c7);
    FloatVector s71 = FloatVector.fromArray(S, c, c7 + W);
    FloatVector s72 = FloatVector.fromArray(S, c, c7 + 2 * W);
    int step = 0;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + step]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + step]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + step]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + step]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + step]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + step]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + step]);
      s60 = x6.fma(b0, s60);
      s61 = x6.fma(b1, s61);
      s62 = x6.fma(b2, s62);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + step]);
      s70 = x7.fma(b0, s70);
      s71 = x7.fma(b1, s71);
      s72 = x7.fma(b2, s72);
      step += aStep;
      bAt += bRow;
    }
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
      int cRow) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(S, c, c0);
    FloatVector s01 = FloatVector.fromArray(S, c, c0 + W);
    FloatVector s02 = FloatVector.fromArray(S, c, c0 + 2 * W);
    FloatVector s10 = FloatVector.fromArray(S, c, c1);
    FloatVector s11 = FloatVector.fromArray(S, c, c1 + W);
    FloatVector s12 = FloatVector.fromArray(S, c, c1 + 2 * W);
    FloatVector s20 = FloatVector.fromArray(S, c, c2);
    FloatVector s21 = FloatVector.fromArray(S, c, c2 + W);
    FloatVector s22 = FloatVector.fromArray(S, c, c2 + 2 * W);
    FloatVector s30 = FloatVector.fromArray(S, c, c3);
    FloatVector s31 = FloatVector.fromArray(S, c, c3 + W);
    FloatVector s32 = FloatVector.fromArray(S, c, c3 + 2 * W);
    int step = 0;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + step]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + step]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + step]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + step]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      step += aStep;
      bAt += bRow;
    }
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
      int cRow) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(S, c, c0);
    FloatVector s01 = FloatVector.fromArray(S, c, c0 + W);
    FloatVector s10 = FloatVector.fromArray(S, c, c1);
    FloatVector s11 = FloatVector.fromArray(S, c, c1 + W);
    FloatVector s20 = FloatVector.fromArray(S, c, c2);
    FloatVector s21 = FloatVector.fromArray(S, c, c2 + W);
    FloatVector s30 = FloatVector.fromArray(S, c, c3);
    FloatVector s31 = FloatVector.fromArray(S, c, c3 + W);
    FloatVector s40 = FloatVector.fromArray(S, c, c4);
    FloatVector s41 = FloatVector.fromArray(S, c, c4 + W);
    FloatVector s50 = FloatVector.fromArray(S, c, c5);
    FloatVector s51 = FloatVector.fromArray(S, c, c5 + W);
    int step = 0;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + step]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + step]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + step]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + step]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + step]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + step]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      step += aStep;
      bAt += bRow;
    }
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

  /** 8 rows by 1 vector. */
  static void rows8by1(
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
      int cRow) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aRow;
    int a2 = aAt + Math.min(2, last) * aRow;
    int a3 = aAt + Math.min(3, last) * aRow;
    int a4 = aAt + Math.min(4, last) * aRow;
    int a5 = aAt + Math.min(5, last) * aRow;
    int a6 = aAt + Math.min(6, last) * aRow;
    int a7 = aAt + Math.min(7, last) * aRow;
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    int c6 = cAt + Math.min(6, last) * cRow;
    int c7 = cAt + Math.min(7, last) * cRow;
    FloatVector s00 = FloatVector.fromArray(S, c, c0);
    FloatVector s10 = FloatVector.fromArray(S, c, c1);
    FloatVector s20 = FloatVector.fromArray(S, c, c2);
    FloatVector s30 = FloatVector.fromArray(S, c, c3);
    FloatVector s40 = FloatVector.fromArray(S, c, c4);
    FloatVector s50 = FloatVector.fromArray(S, c, c5);
    FloatVector s60 = FloatVector.fromArray(S, c, c6);
    FloatVector s70 = FloatVector.fromArray(S, c, c7);
    int step = 0;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + step]);
      s00 = x0.fma(b0, s00);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + step]);
      s10 = x1.fma(b0, s10);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + step]);
      s20 = x2.fma(b0, s20);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + step]);
      s30 = x3.fma(b0, s30);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + step]);
      s40 = x4.fma(b0, s40);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + step]);
      s50 = x5.fma(b0, s50);
      FloatVector x6 = FloatVector.broadcast(S, a[a6 + step]);
      s60 = x6.fma(b0, s60);
      FloatVector x7 = FloatVector.broadcast(S, a[a7 + step]);
      s70 = x7.fma(b0, s70);
      step += aStep;
      bAt += bRow;
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c1);
    s20.intoArray(c, c2);
    s30.intoArray(c, c3);
    s40.intoArray(c, c4);
    s50.intoArray(c, c5);
    s60.intoArray(c, c6);
    s70.intoArray(c, c7);
  }
}
