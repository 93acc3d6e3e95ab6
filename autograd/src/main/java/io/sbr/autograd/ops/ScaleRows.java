package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y[r, :] = w[r] · x[r, :], an attention weight for each row: x {@code [n, c]}, w of size n.
 * Gradients: dx[r, :] = w[r] · dy[r, :], dw[r] = dy[r, :] · x[r, :].
 */
public final class ScaleRows extends Operation {
  private final Var x;
  private final Var w;

  private ScaleRows(Var x, Var w) {
    super("scale rows", x, w);
    this.x = x;
    this.w = w;
  }

  /** Rows of x times their weights. */
  public static Var of(Var x, Var w) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().scaleRows(x.value(), w.value(), y);
    return new ScaleRows(x, w).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    if (x.needsGradient()) {
      Tensor dx = x.arena().tensor(x.value().shape());
      x.backend().scaleRows(dy, w.value(), dx);
      x.accumulateGradient(dx);
    }
    if (w.needsGradient()) {
      Tensor dw = w.arena().tensor(w.value().shape());
      w.backend().rowDots(dy, x.value(), dw);
      w.accumulateGradient(dw);
    }
  }
}
