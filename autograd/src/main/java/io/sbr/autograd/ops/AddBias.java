package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y[r, :] = x[r, :] + b, a bias: x {@code [n, c]}, b of size c.
 *
 * <p>Gradients: dx = dy, db = Σ rows of dy.
 */
public final class AddBias extends Operation {
  private final Var x;
  private final Var b;

  private AddBias(Var x, Var b) {
    super("add row", x, b);
    this.x = x;
    this.b = b;
  }

  /** x + b in every row. */
  public static Var of(Var x, Var b) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().addRow(x.value(), b.value(), y);
    return new AddBias(x, b).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    x.accumulateGradient(dy);
    backward(b, dy);
  }

  /** db = Σ rows of dy, where it is needed. */
  static void backward(Var b, Tensor dy) {
    if (b.needsGradient()) {
      Tensor db = b.arena().tensor(b.value().shape());
      b.backend().sumRows(dy, db, false);
      b.accumulateGradient(db);
    }
  }
}
