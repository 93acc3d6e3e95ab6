package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/** y = σ(x) = 1 / (1 + e^−x), elementwise. Gradient: dx = dy ⊙ y ⊙ (1 − y). */
public final class Sigmoid extends Operation {
  private final Var x;

  private Sigmoid(Var x) {
    super("sigmoid", x);
    this.x = x;
  }

  /** σ(x). */
  public static Var of(Var x) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().sigmoid(x.value(), y);
    return new Sigmoid(x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().sigmoidBackward(y.value(), y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
