package io.sbr.kernels.contract;

import io.sbr.tensor.OptimizerKernels.AdamStep;

/**
 * How far weights and moments may be off after a step of Adam when its gradient is. The second
 * moment must start well above 0, where w is a smooth function of the gradient; at 0 Adam's step is
 * nearly sign(g) and would amplify any rounding of a small g without bound.
 */
final class AdamBounds {
  final double[] weights;
  final double[] firstMoment;
  final double[] secondMoment;

  /**
   * Bounds.
   *
   * @param w weights before the step
   * @param m first moment before it
   * @param v second moment before it
   * @param gradient at least the size of the gradient, before weight decay
   * @param error of that gradient
   */
  AdamBounds(
      Comparison type,
      AdamStep step,
      double[] w,
      double[] m,
      double[] v,
      double[] gradient,
      double[] error) {
    double[] magnitude = Bounds.plus(gradient, Bounds.times(step.weightDecay(), w));
    double rest1 = 1 - step.beta1();
    double rest2 = 1 - step.beta2();
    double correction1 = 1 - Math.pow(step.beta1(), step.step());
    double correction2 = 1 - Math.pow(step.beta2(), step.step());
    weights = new double[w.length];
    firstMoment = new double[w.length];
    secondMoment = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      double gError = error[i] + type.gamma(2) * magnitude[i];
      double mSize = step.beta1() * Math.abs(m[i]) + rest1 * magnitude[i];
      firstMoment[i] = rest1 * gError + type.gamma(4) * mSize;
      double vSize = step.beta2() * v[i] + rest2 * magnitude[i] * magnitude[i];
      secondMoment[i] = rest2 * 2 * magnitude[i] * gError + type.gamma(6) * vSize;
      // Δ = lr·m̂/√v̂: both errors carried through, and some ten roundings of Δ, then that of w −
      // Δ.
      double least = step.beta2() * v[i];
      double root = Math.sqrt(least / correction2);
      double delta = step.rate() * mSize / correction1 / root;
      double carried =
          step.rate() * firstMoment[i] / correction1 / root + delta * secondMoment[i] / (2 * least);
      weights[i] = carried + type.gamma(10) * delta + type.u() * (Math.abs(w[i]) + delta);
    }
  }
}
