package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;

/**
 * y[i, :] = table[index[i], :], an embedding lookup. The gradient is left as touched rows: nothing
 * of the table's size is ever written.
 */
public final class Gather extends Operation {
  private final Var table;
  private final RowGather index;

  private Gather(Var table, RowGather index) {
    super("gather", table);
    this.table = table;
    this.index = index;
  }

  /** The chosen rows of the table, {@code [index.count(), cols]}. */
  public static Var of(Var table, RowGather index) {
    if (index.tableRows() != table.rows()) {
      throw new IllegalArgumentException(
          "gather: index made for " + index.tableRows() + " rows, table is " + table);
    }
    Tensor y = table.arena().tensor(index.count(), table.cols());
    table.backend().gatherRows(table.value(), index.indices(), y);
    return new Gather(table, index).output(y);
  }

  @Override
  protected void backward(Var y) {
    table.accumulateGradient(new GradientTerm.Rows(index, y.gradient(), 0));
  }
}
