package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/** y = a ⊙ b, of equal shape. Gradients: da = dy ⊙ b, db = dy ⊙ a. */
public final class Multiply extends Operation {
  private final Var a;
  private final Var b;

  private Multiply(Var a, Var b) {
    super("multiply", a, b);
    this.a = a;
    this.b = b;
  }

  /** a ⊙ b. */
  public static Var of(Var a, Var b) {
    Tensor y = a.arena().tensor(a.value().shape());
    a.backend().multiply(a.value(), b.value(), y);
    return new Multiply(a, b).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    backward(a, b, dy);
    backward(b, a, dy);
  }

  private static void backward(Var to, Var other, Tensor dy) {
    if (to.needsGradient()) {
      Tensor d = to.arena().tensor(to.value().shape());
      to.backend().multiply(dy, other.value(), d);
      to.accumulateGradient(d);
    }
  }
}
