package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = x where x is positive, else slope · x, elementwise. Gradient: dx = dy where y is positive,
 * else slope · dy.
 */
public final class LeakyRelu extends Operation {
  private final Var x;
  private final double slope;

  private LeakyRelu(Var x, double slope) {
    super("leaky relu", x);
    this.x = x;
    this.slope = slope;
  }

  /**
   * The leaky rectifier.
   *
   * @param slope of the negative side, at least 0
   */
  public static Var of(Var x, double slope) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().leakyRelu(x.value(), slope, y);
    return new LeakyRelu(x, slope).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().leakyReluBackward(y.value(), y.gradient(), slope, dx);
    x.accumulateGradient(dx);
  }
}
