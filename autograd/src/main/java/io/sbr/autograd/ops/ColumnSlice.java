package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * Columns {@code [from, to)} of x, copied: x {@code [n, c]}, y {@code [n, to − from]}; takes apart
 * what a publication keeps in one matrix. Gradient: dy in those columns, zero beside them.
 */
public final class ColumnSlice extends Operation {
  private final Var x;
  private final int from;

  private ColumnSlice(Var x, int from) {
    super("column range", x);
    this.x = x;
    this.from = from;
  }

  /** x[:, from … to−1]. */
  public static Var of(Var x, int from, int to) {
    if (from < 0 || to < from || to > x.cols()) {
      throw new IllegalArgumentException("column range: [" + from + ", " + to + ") of " + x);
    }
    Tensor y = x.arena().tensor(x.rows(), to - from);
    x.backend().copyColumns(x.value(), from, y, 0, to - from);
    return new ColumnSlice(x, from).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().zeros(x.value().shape());
    x.backend().copyColumns(y.gradient(), 0, dx, from, y.cols());
    x.accumulateGradient(dx);
  }
}
