package io.sbr.kernels.cpu.loops;

/** Lengths of rows. */
public final class RowNorm {
  /** Σ x² from here up is far from what single precision cannot hold. */
  private static final float SMALLEST_SQUARE = 1e-30f;

  private RowNorm() {}

  /** √Σ x² of n numbers, in double precision where the squares would not fit or are no numbers. */
  public static double of(Loops loops, float[] x, int at, int n) {
    float square = loops.dot(x, at, x, at, n);
    if (square >= SMALLEST_SQUARE && square < Float.POSITIVE_INFINITY) {
      return Math.sqrt(square);
    }
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += (double) x[i] * x[i];
    }
    return Math.sqrt(sum);
  }

  /** 1/√Σ x² of n numbers; 0 for zeros, and for what is so short that the inverse is no float. */
  public static float inverse(Loops loops, float[] x, int at, int n) {
    double norm = of(loops, x, at, n);
    float inverse = (float) (1 / norm);
    return inverse == Float.POSITIVE_INFINITY ? 0 : inverse;
  }
}
