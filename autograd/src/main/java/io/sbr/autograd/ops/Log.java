package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/** y = ln x, elementwise, for probabilities that are not 0. Gradient: dx = dy/x. */
public final class Log extends Operation {
  private final Var x;

  private Log(Var x) {
    super("log", x);
    this.x = x;
  }

  /** ln x. */
  public static Var of(Var x) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().log(x.value(), y);
    return new Log(x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().logBackward(x.value(), y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
