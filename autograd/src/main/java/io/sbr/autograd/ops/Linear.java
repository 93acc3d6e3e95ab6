package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = x·wᵀ + b, with x {@code [n, in]}, w {@code [out, in]}, b {@code [out]}, y {@code [n, out]}.
 *
 * <p>Gradients: dx = dy·w, dw = dyᵀ·x, db = Σ rows of dy.
 */
public final class Linear extends Operation {
  private final Var x;
  private final Var w;
  private final Var b;

  private Linear(Var x, Var w, Var b) {
    super("linear", x, w, b);
    this.x = x;
    this.w = w;
    this.b = b;
  }

  /** x·wᵀ + b. */
  public static Var of(Var x, Var w, Var b) {
    Tensor y = x.arena().tensor(x.rows(), w.rows());
    x.backend().matmul(x.value(), false, w.value(), true, y, false);
    x.backend().addRow(y, b.value(), y);
    return new Linear(x, w, b).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    Products.backward(x, w, dy);
    AddBias.backward(b, dy);
  }
}
