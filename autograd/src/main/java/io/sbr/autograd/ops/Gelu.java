package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = x·Φ(x) element by element, Φ the normal distribution (Hendrycks and Gimpel, 2016; the exact
 * form). Gradient: dx = dy ⊙ (Φ(x) + x·φ(x)).
 */
public final class Gelu extends Operation {
  private final Var x;

  private Gelu(Var x) {
    super("gelu", x);
    this.x = x;
  }

  /** x·Φ(x). */
  public static Var of(Var x) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().gelu(x.value(), y);
    return new Gelu(x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().geluBackward(x.value(), y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
