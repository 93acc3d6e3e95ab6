package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = [a ; b], side by side: a {@code [n, p]}, b {@code [n, q]}, y {@code [n, p + q]}. Gradients:
 * the two parts of dy.
 */
public final class Concat extends Operation {
  private final Var a;
  private final Var b;

  private Concat(Var a, Var b) {
    super("concat", a, b);
    this.a = a;
    this.b = b;
  }

  /** [a ; b]. */
  public static Var of(Var a, Var b) {
    Tensor y = a.arena().tensor(a.rows(), a.cols() + b.cols());
    a.backend().copyColumns(a.value(), 0, y, 0, a.cols());
    a.backend().copyColumns(b.value(), 0, y, a.cols(), b.cols());
    return new Concat(a, b).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    part(a, dy, 0);
    part(b, dy, a.cols());
  }

  private static void part(Var to, Tensor dy, int column) {
    if (to.needsGradient()) {
      Tensor d = to.arena().tensor(to.value().shape());
      to.backend().copyColumns(dy, column, d, 0, to.cols());
      to.accumulateGradient(d);
    }
  }
}
