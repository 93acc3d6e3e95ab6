package io.sbr.kernels.cpu.loops;

/**
 * What products without the Vector API are made of: rows as arrays of their own, which the compiler
 * knows not to overlap, so that it makes vectors of {@code c[j] += x·b[j]} by itself.
 */
public final class PlainProduct {
  /** Rows of B that one pass over a row of C uses. */
  public static final int DEPTH = 4;

  private PlainProduct() {}

  /** c += x0·b[0] + x1·b[1] + x2·b[2] + x3·b[3], added in that order, fused. */
  public static void addFour(
      float[] c, float[][] b, float x0, float x1, float x2, float x3, int n) {
    float[] b0 = b[0];
    float[] b1 = b[1];
    float[] b2 = b[2];
    float[] b3 = b[3];
    for (int j = 0; j < n; j++) {
      c[j] =
          Math.fma(x3, b3[j], Math.fma(x2, b2[j], Math.fma(x1, b1[j], Math.fma(x0, b0[j], c[j]))));
    }
  }
}
