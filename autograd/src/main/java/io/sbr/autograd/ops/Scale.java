package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/** y = factor · x, with a constant factor. Gradient: dx = factor · dy. */
public final class Scale extends Operation {
  private final Var x;
  private final double factor;

  private Scale(Var x, double factor) {
    super("scale", x);
    this.x = x;
    this.factor = factor;
  }

  /** factor · x. */
  public static Var of(Var x, double factor) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().scale(x.value(), factor, y);
    return new Scale(x, factor).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().scale(y.gradient(), factor, dx);
    x.accumulateGradient(dx);
  }
}
