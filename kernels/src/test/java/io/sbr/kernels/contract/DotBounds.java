package io.sbr.kernels.contract;

/** How far dot products and their gradients may be off: sums of d, of N and of B products. */
final class DotBounds extends ScoreBounds {
  private final double[] sessions;
  private final double[] items;
  private final int d;

  /**
   * Bounds.
   *
   * @param sessions {@code [B, d]}
   * @param items {@code [N, d]}
   */
  DotBounds(Comparison type, double[] sessions, double[] items, int d) {
    super(type, sessions.length / d * (items.length / d));
    this.sessions = sessions;
    this.items = items;
    this.d = d;
    int count = items.length / d;
    for (int at = 0; at < scores.length; at++) {
      double size = 0;
      for (int c = 0; c < d; c++) {
        double product = sessions[at / count * d + c] * items[at % count * d + c];
        scores[at] += product;
        size += Math.abs(product);
      }
      errors[at] = type.gamma(d) * size;
      largest = Math.max(largest, size);
    }
  }

  @Override
  double scoreError() {
    return type.gamma(d) * largest;
  }

  @Override
  double[][] gradients(SoftmaxBounds softmax) {
    int b = sessions.length / d;
    int n = items.length / d;
    double[] errorT = Bounds.transposed(softmax.error(), b, n);
    double[] magnitudeT = Bounds.transposed(softmax.magnitude(), b, n);
    return new double[][] {
      bound(softmax.error(), softmax.magnitude(), items, b, n),
      bound(errorT, magnitudeT, sessions, n, b)
    };
  }

  /** The product of {@code [rows, terms]} numbers, off by {@code error}, and exact vectors. */
  private double[] bound(double[] error, double[] size, double[] vectors, int rows, int terms) {
    return Bounds.plus(
        Bounds.product(error, vectors, rows, terms, d),
        Bounds.times(type.gamma(terms + 1), Bounds.product(size, vectors, rows, terms, d)));
  }
}
