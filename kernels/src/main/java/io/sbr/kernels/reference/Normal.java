package io.sbr.kernels.reference;

/** The standard normal distribution, to the last digits of double precision. */
final class Normal {
  private static final double DENSITY_AT_0 = 1 / StrictMath.sqrt(2 * Math.PI);

  /** Beyond it less than 1e-16 is left of the distribution. */
  private static final double FAR = 8.5;

  private Normal() {}

  /** φ(x) = e^(−x²/2)/√(2π). */
  static double density(double x) {
    return DENSITY_AT_0 * StrictMath.exp(-x * x / 2);
  }

  /**
   * Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …): all terms have the sign of x, so nothing cancels
   * among them (Abramowitz and Stegun, 26.2.11). Errs by some 1e-16.
   */
  static double distribution(double x) {
    if (!(Math.abs(x) <= FAR)) {
      return x > 0 ? 1 : Double.isNaN(x) ? x : 0;
    }
    double term = x;
    double sum = 0;
    for (int odd = 3; sum + term != sum; odd += 2) {
      sum += term;
      term *= x * x / odd;
    }
    return 0.5 + density(x) * sum;
  }
}
