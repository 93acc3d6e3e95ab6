package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y[r] = Σ_c a[r, c] · b[r, c]: a and b {@code [n, c]}, y {@code [n, 1]}. Gradients: da[r, :] =
 * dy[r] · b[r, :], db[r, :] = dy[r] · a[r, :].
 */
public final class RowDot extends Operation {
  private final Var a;
  private final Var b;

  private RowDot(Var a, Var b) {
    super("row dot", a, b);
    this.a = a;
    this.b = b;
  }

  /** The product of each row of a with the same row of b. */
  public static Var of(Var a, Var b) {
    Tensor y = a.arena().tensor(a.rows(), 1);
    a.backend().rowDots(a.value(), b.value(), y);
    return new RowDot(a, b).output(y);
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
      to.backend().scaleRows(other.value(), dy, d);
      to.accumulateGradient(d);
    }
  }
}
