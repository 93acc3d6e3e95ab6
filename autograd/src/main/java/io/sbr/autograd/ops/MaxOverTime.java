package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = max_t x_t, element by element: x {@code [steps·n, c]} holds the steps one after another, y is
 * {@code [n, c]}. Gradient: dx_t = dy where x_t is the largest, the first of equal ones, else 0.
 */
public final class MaxOverTime extends Operation {
  private final Var x;
  private final int steps;

  private MaxOverTime(Var x, int steps) {
    super("max over time", x);
    this.x = x;
    this.steps = steps;
  }

  /**
   * The largest of the steps.
   *
   * @throws IllegalArgumentException if the rows of x are not so many steps
   */
  public static Var of(Var x, int steps) {
    if (steps < 1 || x.rows() % steps != 0) {
      throw new IllegalArgumentException("max over time: %d steps of %s".formatted(steps, x));
    }
    Tensor y = x.arena().tensor(x.rows() / steps, x.cols());
    x.backend().maxOverTime(x.value(), steps, y);
    return new MaxOverTime(x, steps).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().maxOverTimeBackward(x.value(), steps, y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
