package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = Σ_r w[r]·x[r], one number of a column: x {@code [n, 1]}, w of size n and data, y {@code [1]}.
 * Gradient: dx = dy·w.
 */
public final class WeightedSum extends Operation {
  private final Var x;
  private final Tensor weights;

  private WeightedSum(Var x, Tensor weights) {
    super("weighted sum", x);
    this.x = x;
    this.weights = weights;
  }

  /** The sum of a column, each row by its weight. */
  public static Var of(Var x, Tensor weights) {
    Tensor y = x.arena().tensor(1);
    Tensor column = weights.reshape(weights.size(), 1);
    x.backend().matmul(column, true, x.value(), false, y.reshape(1, 1), false);
    return new WeightedSum(x, column).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().matmul(weights, false, y.gradient().reshape(1, 1), false, dx, false);
    x.accumulateGradient(dx);
  }
}
