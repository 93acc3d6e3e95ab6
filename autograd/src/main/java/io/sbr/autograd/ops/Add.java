package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/** y = a + b, of equal shape. Gradients: da = db = dy. */
public final class Add extends Operation {
  private final Var a;
  private final Var b;

  private Add(Var a, Var b) {
    super("add", a, b);
    this.a = a;
    this.b = b;
  }

  /** a + b. */
  public static Var of(Var a, Var b) {
    Tensor y = a.arena().tensor(a.value().shape());
    a.backend().add(a.value(), b.value(), y);
    return new Add(a, b).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    a.accumulateGradient(dy);
    b.accumulateGradient(dy);
  }
}
