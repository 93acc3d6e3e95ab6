package io.sbr.kernels.cpu.ceiling;

import java.util.Arrays;

/**
 * Plain traffic of three arrays of one length. Bytes count what a loop names; that a store also
 * reads its cache line is not counted.
 */
public final class Traffic {
  private final float[] a;
  private final float[] b;
  private final float[] c;

  /**
   * Allocates and touches the arrays.
   *
   * @param length of each, numbers
   */
  public Traffic(int length) {
    a = new float[length];
    b = new float[length];
    c = new float[length];
    Arrays.fill(a, 1);
    Arrays.fill(b, 2);
    Arrays.fill(c, 3);
  }

  /** Bytes that {@link #copy} moves. */
  public static double copyBytes(int length) {
    return 2.0 * Float.BYTES * length;
  }

  /** Bytes that {@link #triad} moves. */
  public static double triadBytes(int length) {
    return 3.0 * Float.BYTES * length;
  }

  /** a = b. */
  public void copy() {
    copy(a, b);
  }

  /** a = b + 3c. */
  public void triad() {
    triad(a, b, c);
  }

  private static void copy(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i];
    }
  }

  private static void triad(float[] a, float[] b, float[] c) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }
}
