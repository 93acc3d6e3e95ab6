package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.GradientTerm;

/**
 * Rows {@code [from, to)} of x as a view. The gradient keeps its structure: each summand moves down
 * by {@code from} rows, and nothing is written out.
 */
public final class RowSlice extends Operation {
  private final Var x;
  private final int from;

  private RowSlice(Var x, int from) {
    super("row range", x);
    this.x = x;
    this.from = from;
  }

  /** x[from … to−1, :]. */
  public static Var of(Var x, int from, int to) {
    return new RowSlice(x, from).output(x.value().rowRange(from, to));
  }

  @Override
  protected void backward(Var y) {
    for (GradientTerm term : y.gradientTerms()) {
      x.accumulateGradient(term.shifted(from));
    }
  }
}
