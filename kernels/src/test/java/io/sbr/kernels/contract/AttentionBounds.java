package io.sbr.kernels.contract;

/**
 * How far target attention's scores and gradients may be off, worked out step by step along its
 * formulas. Per session b, item i and node u: e and g err by γ(d) times their magnitudes; a weight
 * β errs relatively by twice what its exponentials do; t is a sum of β·g.
 */
final class AttentionBounds extends ScoreBounds {
  private final AttentionCase c;

  AttentionBounds(Comparison type, AttentionCase c) {
    super(type, c.sessionCount() * c.itemCount());
    this.c = c;
    for (int b = 0; b < c.sessionCount(); b++) {
      for (int i = 0; i < c.itemCount(); i++) {
        int at = b * c.itemCount() + i;
        Attention attention = new Attention(b, i);
        double own = size(c.sessions(), b, i);
        scores[at] = product(c.sessions(), b, i) + attention.mean;
        double size = own + attention.meanSize;
        errors[at] = type.gamma(c.d()) * own + attention.meanError + type.gamma(1) * size;
        largest = Math.max(largest, size);
      }
    }
  }

  @Override
  double scoreError() {
    double most = 0;
    for (double error : errors) {
      most = Math.max(most, error);
    }
    return most;
  }

  /** What item i sees of session b, with sizes and errors. */
  private final class Attention {
    final int first;
    final double[] value;
    final double[] valueError;
    final double[] weight;
    final double weightError; // relative
    double mean;
    double meanSize;
    double meanError;

    Attention(int b, int i) {
      first = c.offsets()[b];
      int n = c.offsets()[b + 1] - first;
      value = new double[n];
      valueError = new double[n];
      weight = new double[n];
      double low = 0;
      double high = c.padding()[b] > 0 ? 0 : Double.NEGATIVE_INFINITY;
      double logitError = 0;
      for (int u = 0; u < n; u++) {
        value[u] = product(c.states(), first + u, i);
        valueError[u] = type.gamma(c.d()) * size(c.states(), first + u, i);
        weight[u] = product(c.queries(), first + u, i);
        logitError = Math.max(logitError, type.gamma(c.d()) * size(c.queries(), first + u, i));
        low = Math.min(low, weight[u]);
        high = Math.max(high, weight[u]);
      }
      double sum = c.padding()[b] * Math.exp(-high);
      for (int u = 0; u < n; u++) {
        weight[u] = c.clicks()[first + u] * Math.exp(weight[u] - high);
        sum += weight[u];
      }
      double power = 2 * logitError + type.gamma(high - low + type.elementary() + 1);
      weightError = 2 * power + type.gamma(n + 4);
      for (int u = 0; u < n; u++) {
        weight[u] /= sum;
        mean += weight[u] * value[u];
        double size = size(c.states(), first + u, i);
        meanSize += weight[u] * size;
        meanError += weight[u] * (valueError[u] + (weightError + type.gamma(n + 2)) * size);
      }
    }
  }

  /** Of sessions, items, queries and states. */
  @Override
  double[][] gradients(SoftmaxBounds softmax) {
    Sum sessions = new Sum(c.sessionCount(), c.itemCount() + 1);
    Sum items = new Sum(c.itemCount(), 2 * c.nodeCount() + c.sessionCount() + 1);
    Sum queries = new Sum(c.nodeCount(), c.itemCount() + 1);
    Sum states = new Sum(c.nodeCount(), c.itemCount() + 1);
    for (int b = 0; b < c.sessionCount(); b++) {
      for (int i = 0; i < c.itemCount(); i++) {
        double delta = softmax.magnitude()[b * c.itemCount() + i];
        double deltaError = softmax.error()[b * c.itemCount() + i];
        sessions.add(b, delta, deltaError, c.items(), i);
        items.add(i, delta, deltaError, c.sessions(), b);
        Attention a = new Attention(b, i);
        for (int u = 0; u < a.weight.length; u++) {
          // ∂g = δ·β and ∂e = ∂g·(g − t)
          double dg = delta * a.weight[u];
          double dgError = a.weight[u] * deltaError + dg * (a.weightError + type.gamma(3));
          double spread = size(c.states(), a.first + u, i) + a.meanSize;
          double de = dg * spread;
          double deError =
              dgError * spread + dg * (a.valueError[u] + a.meanError) + type.gamma(3) * de;
          states.add(a.first + u, dg, dgError, c.items(), i);
          queries.add(a.first + u, de, deError, c.items(), i);
          items.add(i, dg, dgError, c.states(), a.first + u);
          items.add(i, de, deError, c.queries(), a.first + u);
        }
      }
    }
    return new double[][] {sessions.bounds, items.bounds, queries.bounds, states.bounds};
  }

  /** Bounds of rows that are sums of so many scaled vectors. */
  private final class Sum {
    final double[] bounds;
    final double rounding;

    Sum(int rows, int terms) {
      bounds = new double[rows * c.d()];
      rounding = type.gamma(terms);
    }

    void add(int row, double factor, double error, double[] vectors, int vector) {
      for (int k = 0; k < c.d(); k++) {
        bounds[row * c.d() + k] +=
            (error + rounding * factor) * Math.abs(vectors[vector * c.d() + k]);
      }
    }
  }

  private double product(double[] x, int row, int item) {
    double sum = 0;
    for (int k = 0; k < c.d(); k++) {
      sum += x[row * c.d() + k] * c.items()[item * c.d() + k];
    }
    return sum;
  }

  private double size(double[] x, int row, int item) {
    double sum = 0;
    for (int k = 0; k < c.d(); k++) {
      sum += Math.abs(x[row * c.d() + k] * c.items()[item * c.d() + k]);
    }
    return sum;
  }
}
