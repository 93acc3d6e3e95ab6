package io.sbr.kernels.contract;

import java.util.Arrays;

/** Arithmetic on arrays of error bounds. */
final class Bounds {
  private Bounds() {}

  static double[] constant(int length, double value) {
    double[] bound = new double[length];
    Arrays.fill(bound, value);
    return bound;
  }

  /** |x|. */
  static double[] abs(double[] x) {
    return Arrays.stream(x).map(Math::abs).toArray();
  }

  /** factor · |x|. */
  static double[] times(double factor, double[] x) {
    return Arrays.stream(x).map(v -> factor * Math.abs(v)).toArray();
  }

  /** a + b. */
  static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  /** |a|·|b| of matrices {@code [m, k]} and {@code [k, n]}. */
  static double[] product(double[] a, double[] b, int m, int k, int n) {
    double[] product = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        for (int j = 0; j < n; j++) {
          product[i * n + j] += Math.abs(a[i * k + p] * b[p * n + j]);
        }
      }
    }
    return product;
  }

  /** Rows and columns of a {@code [rows, cols]} matrix exchanged. */
  static double[] transposed(double[] x, int rows, int cols) {
    double[] t = new double[x.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        t[c * rows + r] = x[r * cols + c];
      }
    }
    return t;
  }
}
