package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/** y = tanh(x), elementwise. Gradient: dx = dy ⊙ (1 − y²). */
public final class Tanh extends Operation {
  private final Var x;

  private Tanh(Var x) {
    super("tanh", x);
    this.x = x;
  }

  /** tanh(x). */
  public static Var of(Var x) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().tanh(x.value(), y);
    return new Tanh(x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().tanhBackward(y.value(), y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
