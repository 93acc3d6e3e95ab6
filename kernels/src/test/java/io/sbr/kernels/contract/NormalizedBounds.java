package io.sbr.kernels.contract;

/** How far dot products with unit items and their gradients may be off. */
final class NormalizedBounds extends ScoreBounds {
  private final double[] sessions;
  private final int d;

  /** Items of length 1. */
  private final double[] unit;

  /** 1/‖e‖. */
  private final double[] inverse;

  /**
   * Bounds.
   *
   * @param sessions {@code [B, d]}
   * @param items {@code [N, d]}, none of zeros
   */
  NormalizedBounds(Comparison type, double[] sessions, double[] items, int d) {
    super(type, sessions.length / d * (items.length / d));
    this.sessions = sessions;
    this.d = d;
    int count = items.length / d;
    unit = new double[items.length];
    inverse = new double[count];
    for (int i = 0; i < count; i++) {
      double square = 0;
      for (int c = 0; c < d; c++) {
        square += items[i * d + c] * items[i * d + c];
      }
      inverse[i] = 1 / Math.sqrt(square);
      for (int c = 0; c < d; c++) {
        unit[i * d + c] = items[i * d + c] * inverse[i];
      }
    }
    for (int at = 0; at < scores.length; at++) {
      double size = 0;
      for (int c = 0; c < d; c++) {
        double product = sessions[at / count * d + c] * unit[at % count * d + c];
        scores[at] += product;
        size += Math.abs(product);
      }
      errors[at] = rounding() * size;
      largest = Math.max(largest, size);
    }
  }

  /** A product of d, and a length, which is half of a sum of d. */
  private double rounding() {
    return type.gamma(2 * d + 6);
  }

  @Override
  double scoreError() {
    return rounding() * largest;
  }

  @Override
  double[][] gradients(SoftmaxBounds softmax) {
    int n = inverse.length;
    int b = sessions.length / d;
    double[] ds = new double[sessions.length];
    double[] g = new double[unit.length];
    for (int at = 0; at < b * n; at++) {
      int session = at / n;
      int item = at % n;
      for (int c = 0; c < d; c++) {
        double each = softmax.error()[at];
        double size = softmax.magnitude()[at];
        ds[session * d + c] +=
            (each + type.gamma(n + 2 * d + 8) * size) * Math.abs(unit[item * d + c]);
        // The projection adds a product of d and rounds again.
        g[item * d + c] +=
            (each + type.gamma(b + 4 * d + 16) * size)
                * Math.abs(sessions[session * d + c])
                * inverse[item];
      }
    }
    double[] de = new double[unit.length];
    for (int item = 0; item < n; item++) {
      double along = 0;
      for (int c = 0; c < d; c++) {
        along += Math.abs(unit[item * d + c]) * g[item * d + c];
      }
      for (int c = 0; c < d; c++) {
        de[item * d + c] = g[item * d + c] + Math.abs(unit[item * d + c]) * along;
      }
    }
    return new double[][] {ds, de};
  }
}
