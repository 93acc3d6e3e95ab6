package io.sbr.kernels.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of every dense product: C = A·B or C += A·B for a block of C that stays in
 * registers while rows of B stream past. Each method is the same text for another block, written by
 * {@code MicroKernelText}; not to be changed by hand. Accumulators are named local variables
 * because the compiler keeps an array of them in memory.
 *
 * <p>"rows" reads an A whose rows stand together, element (i, p) at {@code a[aAt + i·aStride + p]};
 * where fewer rows are left than the block has, the last one is computed again in place of the
 * missing: same value, same place. "columns" reads element (i, p) at {@code a[aAt + i + p·aStride]}
 * and needs all its rows. Row p of B begins at {@code b[bAt + p·bRow]}, row i of C at {@code c[cAt
 * + i·cRow]}. Every product is one chain of fused multiply-adds from 0 in ascending p, C added
 * last, so its bits do not depend on the block it falls into.
 *
 * <p>The shape of this text decides whether it is fast in every JVM (docs/performance.md, "The
 * micro-kernel"): a block leaves registers over; indices of A have as few checks in the loop as the
 * compiler can hoist or join; what an operation is called on has a class that the compiler knows
 * ({@link VectorLoops#EXACT}); a method is small enough for each of HotSpot's compilers, and too
 * large to be inlined.
 */
final class MicroKernels {
  private static final VectorSpecies<Float> S = VectorLoops.SPECIES;
  private static final int W = S.length();
  private static final Class<? extends FloatVector> EXACT = VectorLoops.EXACT;

  private MicroKernels() {}

  /** 4 rows by 4 vectors; rows of A stand together. */
  static void rows4by4(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aStride;
    int a2 = aAt + Math.min(2, last) * aStride;
    int a3 = aAt + Math.min(3, last) * aStride;
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
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector b3 = FloatVector.fromArray(S, b, bAt + 3 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      s23 = x2.fma(b3, s23);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      s33 = x3.fma(b3, s33);
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    if (add) {
      // All of C is read before any is written: a row that stands in for missing ones
      // must not be added twice.
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s02 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 2 * W)).add(s02);
      s03 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 3 * W)).add(s03);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s12 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 2 * W)).add(s12);
      s13 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 3 * W)).add(s13);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s22 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 2 * W)).add(s22);
      s23 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 3 * W)).add(s23);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
      s32 = EXACT.cast(FloatVector.fromArray(S, c, c3 + 2 * W)).add(s32);
      s33 = EXACT.cast(FloatVector.fromArray(S, c, c3 + 3 * W)).add(s33);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s02).intoArray(c, c0 + 2 * W);
    EXACT.cast(s03).intoArray(c, c0 + 3 * W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s12).intoArray(c, c1 + 2 * W);
    EXACT.cast(s13).intoArray(c, c1 + 3 * W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s22).intoArray(c, c2 + 2 * W);
    EXACT.cast(s23).intoArray(c, c2 + 3 * W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
    EXACT.cast(s32).intoArray(c, c3 + 2 * W);
    EXACT.cast(s33).intoArray(c, c3 + 3 * W);
  }

  /** 4 rows by 4 vectors; columns of A stand together. */
  static void columns4by4(
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
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
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector b3 = FloatVector.fromArray(S, b, bAt + 3 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
      FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      s23 = x2.fma(b3, s23);
      FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      s33 = x3.fma(b3, s33);
      aAt += aStride;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + 1 * cRow;
    int c2 = cAt + 2 * cRow;
    int c3 = cAt + 3 * cRow;
    if (add) {
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s02 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 2 * W)).add(s02);
      s03 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 3 * W)).add(s03);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s12 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 2 * W)).add(s12);
      s13 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 3 * W)).add(s13);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s22 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 2 * W)).add(s22);
      s23 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 3 * W)).add(s23);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
      s32 = EXACT.cast(FloatVector.fromArray(S, c, c3 + 2 * W)).add(s32);
      s33 = EXACT.cast(FloatVector.fromArray(S, c, c3 + 3 * W)).add(s33);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s02).intoArray(c, c0 + 2 * W);
    EXACT.cast(s03).intoArray(c, c0 + 3 * W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s12).intoArray(c, c1 + 2 * W);
    EXACT.cast(s13).intoArray(c, c1 + 3 * W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s22).intoArray(c, c2 + 2 * W);
    EXACT.cast(s23).intoArray(c, c2 + 3 * W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
    EXACT.cast(s32).intoArray(c, c3 + 2 * W);
    EXACT.cast(s33).intoArray(c, c3 + 3 * W);
  }

  /** 6 rows by 3 vectors; rows of A stand together. */
  static void rows6by3(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aStride;
    int a2 = aAt + Math.min(2, last) * aStride;
    int a3 = aAt + Math.min(3, last) * aStride;
    int a4 = aAt + Math.min(4, last) * aStride;
    int a5 = aAt + Math.min(5, last) * aStride;
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
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + p]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + p]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    if (add) {
      // All of C is read before any is written: a row that stands in for missing ones
      // must not be added twice.
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s02 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 2 * W)).add(s02);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s12 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 2 * W)).add(s12);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s22 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 2 * W)).add(s22);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
      s32 = EXACT.cast(FloatVector.fromArray(S, c, c3 + 2 * W)).add(s32);
      s40 = EXACT.cast(FloatVector.fromArray(S, c, c4)).add(s40);
      s41 = EXACT.cast(FloatVector.fromArray(S, c, c4 + W)).add(s41);
      s42 = EXACT.cast(FloatVector.fromArray(S, c, c4 + 2 * W)).add(s42);
      s50 = EXACT.cast(FloatVector.fromArray(S, c, c5)).add(s50);
      s51 = EXACT.cast(FloatVector.fromArray(S, c, c5 + W)).add(s51);
      s52 = EXACT.cast(FloatVector.fromArray(S, c, c5 + 2 * W)).add(s52);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s02).intoArray(c, c0 + 2 * W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s12).intoArray(c, c1 + 2 * W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s22).intoArray(c, c2 + 2 * W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
    EXACT.cast(s32).intoArray(c, c3 + 2 * W);
    EXACT.cast(s40).intoArray(c, c4);
    EXACT.cast(s41).intoArray(c, c4 + W);
    EXACT.cast(s42).intoArray(c, c4 + 2 * W);
    EXACT.cast(s50).intoArray(c, c5);
    EXACT.cast(s51).intoArray(c, c5 + W);
    EXACT.cast(s52).intoArray(c, c5 + 2 * W);
  }

  /** 6 rows by 3 vectors; columns of A stand together. */
  static void columns6by3(
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
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
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      FloatVector x4 = FloatVector.broadcast(S, a[aAt + 4]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      FloatVector x5 = FloatVector.broadcast(S, a[aAt + 5]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      aAt += aStride;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + 1 * cRow;
    int c2 = cAt + 2 * cRow;
    int c3 = cAt + 3 * cRow;
    int c4 = cAt + 4 * cRow;
    int c5 = cAt + 5 * cRow;
    if (add) {
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s02 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 2 * W)).add(s02);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s12 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 2 * W)).add(s12);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s22 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 2 * W)).add(s22);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
      s32 = EXACT.cast(FloatVector.fromArray(S, c, c3 + 2 * W)).add(s32);
      s40 = EXACT.cast(FloatVector.fromArray(S, c, c4)).add(s40);
      s41 = EXACT.cast(FloatVector.fromArray(S, c, c4 + W)).add(s41);
      s42 = EXACT.cast(FloatVector.fromArray(S, c, c4 + 2 * W)).add(s42);
      s50 = EXACT.cast(FloatVector.fromArray(S, c, c5)).add(s50);
      s51 = EXACT.cast(FloatVector.fromArray(S, c, c5 + W)).add(s51);
      s52 = EXACT.cast(FloatVector.fromArray(S, c, c5 + 2 * W)).add(s52);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s02).intoArray(c, c0 + 2 * W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s12).intoArray(c, c1 + 2 * W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s22).intoArray(c, c2 + 2 * W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
    EXACT.cast(s32).intoArray(c, c3 + 2 * W);
    EXACT.cast(s40).intoArray(c, c4);
    EXACT.cast(s41).intoArray(c, c4 + W);
    EXACT.cast(s42).intoArray(c, c4 + 2 * W);
    EXACT.cast(s50).intoArray(c, c5);
    EXACT.cast(s51).intoArray(c, c5 + W);
    EXACT.cast(s52).intoArray(c, c5 + 2 * W);
  }

  /** 6 rows by 2 vectors; rows of A stand together. */
  static void rows6by2(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aStride;
    int a2 = aAt + Math.min(2, last) * aStride;
    int a3 = aAt + Math.min(3, last) * aStride;
    int a4 = aAt + Math.min(4, last) * aStride;
    int a5 = aAt + Math.min(5, last) * aStride;
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
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + p]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(S, a[a5 + p]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    int c5 = cAt + Math.min(5, last) * cRow;
    if (add) {
      // All of C is read before any is written: a row that stands in for missing ones
      // must not be added twice.
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
      s40 = EXACT.cast(FloatVector.fromArray(S, c, c4)).add(s40);
      s41 = EXACT.cast(FloatVector.fromArray(S, c, c4 + W)).add(s41);
      s50 = EXACT.cast(FloatVector.fromArray(S, c, c5)).add(s50);
      s51 = EXACT.cast(FloatVector.fromArray(S, c, c5 + W)).add(s51);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
    EXACT.cast(s40).intoArray(c, c4);
    EXACT.cast(s41).intoArray(c, c4 + W);
    EXACT.cast(s50).intoArray(c, c5);
    EXACT.cast(s51).intoArray(c, c5 + W);
  }

  /** 6 rows by 2 vectors; columns of A stand together. */
  static void columns6by2(
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
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
      FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(S, a[aAt + 4]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(S, a[aAt + 5]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      aAt += aStride;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + 1 * cRow;
    int c2 = cAt + 2 * cRow;
    int c3 = cAt + 3 * cRow;
    int c4 = cAt + 4 * cRow;
    int c5 = cAt + 5 * cRow;
    if (add) {
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
      s40 = EXACT.cast(FloatVector.fromArray(S, c, c4)).add(s40);
      s41 = EXACT.cast(FloatVector.fromArray(S, c, c4 + W)).add(s41);
      s50 = EXACT.cast(FloatVector.fromArray(S, c, c5)).add(s50);
      s51 = EXACT.cast(FloatVector.fromArray(S, c, c5 + W)).add(s51);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
    EXACT.cast(s40).intoArray(c, c4);
    EXACT.cast(s41).intoArray(c, c4 + W);
    EXACT.cast(s50).intoArray(c, c5);
    EXACT.cast(s51).intoArray(c, c5 + W);
  }

  /** 3 rows by 3 vectors; rows of A stand together. */
  static void rows3by3(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aStride;
    int a2 = aAt + Math.min(2, last) * aStride;
    FloatVector s00 = FloatVector.zero(S);
    FloatVector s01 = FloatVector.zero(S);
    FloatVector s02 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s12 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s22 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    if (add) {
      // All of C is read before any is written: a row that stands in for missing ones
      // must not be added twice.
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s02 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 2 * W)).add(s02);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s12 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 2 * W)).add(s12);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s22 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 2 * W)).add(s22);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s02).intoArray(c, c0 + 2 * W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s12).intoArray(c, c1 + 2 * W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s22).intoArray(c, c2 + 2 * W);
  }

  /** 3 rows by 3 vectors; columns of A stand together. */
  static void columns3by3(
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    FloatVector s00 = FloatVector.zero(S);
    FloatVector s01 = FloatVector.zero(S);
    FloatVector s02 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s12 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s22 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector b2 = FloatVector.fromArray(S, b, bAt + 2 * W);
      FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      aAt += aStride;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + 1 * cRow;
    int c2 = cAt + 2 * cRow;
    if (add) {
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s02 = EXACT.cast(FloatVector.fromArray(S, c, c0 + 2 * W)).add(s02);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s12 = EXACT.cast(FloatVector.fromArray(S, c, c1 + 2 * W)).add(s12);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s22 = EXACT.cast(FloatVector.fromArray(S, c, c2 + 2 * W)).add(s22);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s02).intoArray(c, c0 + 2 * W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s12).intoArray(c, c1 + 2 * W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s22).intoArray(c, c2 + 2 * W);
  }

  /** 5 rows by 2 vectors; rows of A stand together. */
  static void rows5by2(
      int rows,
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int last = rows - 1;
    int a0 = aAt;
    int a1 = aAt + Math.min(1, last) * aStride;
    int a2 = aAt + Math.min(2, last) * aStride;
    int a3 = aAt + Math.min(3, last) * aStride;
    int a4 = aAt + Math.min(4, last) * aStride;
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
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(S, a[a4 + p]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + Math.min(1, last) * cRow;
    int c2 = cAt + Math.min(2, last) * cRow;
    int c3 = cAt + Math.min(3, last) * cRow;
    int c4 = cAt + Math.min(4, last) * cRow;
    if (add) {
      // All of C is read before any is written: a row that stands in for missing ones
      // must not be added twice.
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
      s40 = EXACT.cast(FloatVector.fromArray(S, c, c4)).add(s40);
      s41 = EXACT.cast(FloatVector.fromArray(S, c, c4 + W)).add(s41);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
    EXACT.cast(s40).intoArray(c, c4);
    EXACT.cast(s41).intoArray(c, c4 + W);
  }

  /** 4 rows by 2 vectors; columns of A stand together. */
  static void columns4by2(
      int k,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    FloatVector s00 = FloatVector.zero(S);
    FloatVector s01 = FloatVector.zero(S);
    FloatVector s10 = FloatVector.zero(S);
    FloatVector s11 = FloatVector.zero(S);
    FloatVector s20 = FloatVector.zero(S);
    FloatVector s21 = FloatVector.zero(S);
    FloatVector s30 = FloatVector.zero(S);
    FloatVector s31 = FloatVector.zero(S);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(S, b, bAt);
      FloatVector b1 = FloatVector.fromArray(S, b, bAt + W);
      FloatVector x0 = FloatVector.broadcast(S, a[aAt]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(S, a[aAt + 1]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(S, a[aAt + 2]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(S, a[aAt + 3]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      aAt += aStride;
      bAt += bRow;
    }
    int c0 = cAt;
    int c1 = cAt + 1 * cRow;
    int c2 = cAt + 2 * cRow;
    int c3 = cAt + 3 * cRow;
    if (add) {
      s00 = EXACT.cast(FloatVector.fromArray(S, c, c0)).add(s00);
      s01 = EXACT.cast(FloatVector.fromArray(S, c, c0 + W)).add(s01);
      s10 = EXACT.cast(FloatVector.fromArray(S, c, c1)).add(s10);
      s11 = EXACT.cast(FloatVector.fromArray(S, c, c1 + W)).add(s11);
      s20 = EXACT.cast(FloatVector.fromArray(S, c, c2)).add(s20);
      s21 = EXACT.cast(FloatVector.fromArray(S, c, c2 + W)).add(s21);
      s30 = EXACT.cast(FloatVector.fromArray(S, c, c3)).add(s30);
      s31 = EXACT.cast(FloatVector.fromArray(S, c, c3 + W)).add(s31);
    }
    EXACT.cast(s00).intoArray(c, c0);
    EXACT.cast(s01).intoArray(c, c0 + W);
    EXACT.cast(s10).intoArray(c, c1);
    EXACT.cast(s11).intoArray(c, c1 + W);
    EXACT.cast(s20).intoArray(c, c2);
    EXACT.cast(s21).intoArray(c, c2 + W);
    EXACT.cast(s30).intoArray(c, c3);
    EXACT.cast(s31).intoArray(c, c3 + W);
  }
}
