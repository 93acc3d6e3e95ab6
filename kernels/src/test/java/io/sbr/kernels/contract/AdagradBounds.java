package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.random;

import io.sbr.tensor.OptimizerKernels.AdagradStep;

/** A step of Adagrad from made-up weights, and how far its results may be off. */
final class AdagradBounds {
  static final AdagradStep STEP = new AdagradStep(0.05, 0.3, 1e-6);

  final double[] w;
  final double[] a;
  final double[] v;
  final double[] weights;
  final double[] squares;
  final double[] velocity;

  /**
   * Bounds.
   *
   * @param g the gradient
   * @param error how far it may be off
   */
  AdagradBounds(Comparison type, int n, double[] g, double[] error) {
    w = random(n, 51);
    a = random(n, 52, 0.5, 1);
    v = random(n, 53);
    weights = new double[n];
    squares = new double[n];
    velocity = new double[n];
    for (int i = 0; i < n; i++) {
      double square = a[i] + g[i] * g[i];
      double root = Math.sqrt(square);
      squares[i] = type.gamma(3) * square + 2 * Math.abs(g[i]) * error[i] + error[i] * error[i];
      double step = STEP.rate() * Math.abs(g[i]) / root;
      // The root's slope is 1/(2√a), and that of its inverse 1/(2a√a).
      velocity[i] =
          STEP.rate() * error[i] / root
              + step * squares[i] / (2 * square)
              + type.gamma(10) * (step + STEP.momentum() * Math.abs(v[i]));
      weights[i] = velocity[i] + type.gamma(2) * (Math.abs(w[i]) + Math.abs(v[i]) + step);
    }
  }

  /** Nothing may happen to an element. */
  void exact(int i) {
    weights[i] = 0;
    squares[i] = 0;
    velocity[i] = 0;
  }
}
