package io.sbr.models.nn;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.RowSlice;
import io.sbr.tensor.Tensor;

/**
 * The rows of a parameter that are a model's candidates: what its scorer reads as the item table,
 * {@code [N, d]}. They change with nothing but the parameter, so that weights at rest can be copied
 * once for many calls.
 *
 * @param parameter holds the table
 * @param firstRow row of candidate 0: 1 in a table that begins with a padding row, else 0
 * @param itemCount N
 */
public record ItemTable(Parameter parameter, int firstRow, int itemCount) {
  /**
   * Checks that the parameter has these rows.
   *
   * @throws IllegalArgumentException naming the parameter if it has not
   */
  public ItemTable {
    if (firstRow < 0 || itemCount < 0 || firstRow > parameter.value().rows() - itemCount) {
      throw new IllegalArgumentException(
          "no item table of %d rows from row %d of %s".formatted(itemCount, firstRow, parameter));
    }
  }

  /** The rows 1 to N of a table whose row 0 is padding. */
  public static ItemTable afterPadding(Parameter parameter) {
    return new ItemTable(parameter, 1, parameter.value().rows() - 1);
  }

  /** All rows of a table without a padding row. */
  public static ItemTable whole(Parameter parameter) {
    return new ItemTable(parameter, 0, parameter.value().rows());
  }

  /** The current weights of the candidates, {@code [N, d]}: a view, not a copy. */
  public Tensor value() {
    return isWhole() ? parameter.value() : parameter.value().rowRange(firstRow, end());
  }

  /**
   * The candidates for a model's scores, {@code [N, d]}.
   *
   * @param table the parameter on the tape
   */
  public Var of(Var table) {
    return isWhole() ? table : RowSlice.of(table, firstRow, end());
  }

  private boolean isWhole() {
    return firstRow == 0 && itemCount == parameter.value().rows();
  }

  private int end() {
    return firstRow + itemCount;
  }
}
