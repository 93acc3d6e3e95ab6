package io.sbr.kernels.contract;

/**
 * How far usage-scaled scores and their gradients may be off. A score is a product of a dot product
 * (magnitude Σ|s||e|) and a factor F (magnitude Σ|ω|(1 + |boost|)).
 */
final class UsageBounds extends ScoreBounds {
  private final UsageCase c;
  private final double[] products;
  private final double[] factors;

  UsageBounds(Comparison type, UsageCase c) {
    super(type, c.sessionCount() * c.itemCount());
    this.c = c;
    int d = c.d();
    double[] turned = Bounds.transposed(c.items(), c.itemCount(), d);
    products = Bounds.product(c.sessions(), turned, c.sessionCount(), d, c.itemCount());
    factors = new double[products.length];
    double rounding = type.gamma(d + 2 * c.weights().length + 2);
    for (int at = 0; at < products.length; at++) {
      int b = at / c.itemCount();
      int i = at % c.itemCount();
      double factor = 0;
      double[] boosts = c.boostsOf(b, i);
      for (int k = 0; k < boosts.length; k++) {
        factor += c.weights()[k] * (1 + boosts[k]);
        factors[at] += Math.abs(c.weights()[k]) * (1 + Math.abs(boosts[k]));
      }
      for (int k = 0; k < d; k++) {
        scores[at] += factor * c.sessions()[b * d + k] * c.items()[i * d + k];
      }
      errors[at] = rounding * products[at] * factors[at];
      largest = Math.max(largest, products[at] * factors[at]);
    }
  }

  @Override
  double scoreError() {
    return type.gamma(c.d() + 2 * c.weights().length + 2) * largest;
  }

  /** Of sessions, items and weights. */
  @Override
  double[][] gradients(SoftmaxBounds softmax) {
    int sessions = c.sessionCount();
    int items = c.itemCount();
    int d = c.d();
    int statistics = c.weights().length;
    double[] ds = new double[sessions * d];
    double[] de = new double[items * d];
    double[] dw = new double[statistics];
    double steps = 2 * statistics + 6; // F, δ·F and its correction
    for (int b = 0; b < sessions; b++) {
      for (int i = 0; i < items; i++) {
        int at = b * items + i;
        double delta = softmax.magnitude()[at];
        double error = softmax.error()[at];
        for (int k = 0; k < d; k++) {
          double s = Math.abs(c.sessions()[b * d + k]);
          double e = Math.abs(c.items()[i * d + k]);
          ds[b * d + k] += (error + type.gamma(items + steps) * delta) * factors[at] * e;
          de[i * d + k] += (error + type.gamma(sessions + steps) * delta) * factors[at] * s;
        }
        double[] boosts = c.boostsOf(b, i);
        double terms = type.gamma((double) items * sessions + d + steps);
        for (int k = 0; k < statistics; k++) {
          dw[k] += (error + terms * delta) * products[at] * (1 + Math.abs(boosts[k]));
        }
      }
    }
    return new double[][] {ds, de, dw};
  }
}
