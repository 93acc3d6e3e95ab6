package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y[r, :] = x[r, :]/‖x[r, :]‖, the direction of each row; a row of zeros stays one. Gradient: dx[r,
 * :] = (dy − y(y · dy))/‖x[r, :]‖, orthogonal to the row; 0 for a row of zeros.
 */
public final class UnitRows extends Operation {
  private final Var x;

  private UnitRows(Var x) {
    super("unit rows", x);
    this.x = x;
  }

  /** Every row scaled to length 1. */
  public static Var of(Var x) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().unitRows(x.value(), y);
    return new UnitRows(x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().unitRowsBackward(x.value(), y.value(), y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
