package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Tensor;

/**
 * A matrix within an array: element (i, j) is {@code array[offset + i·rowStride + j·columnStride]}.
 * How many rows and columns it has, whoever uses it knows. One of the strides is 1: of rows that
 * stand together the column's, of columns that do the row's.
 *
 * @param array holds the numbers; not copied
 * @param offset index of element (0, 0)
 * @param rowStride numbers from a row to the next
 * @param columnStride numbers from a column to the next
 */
public record MatrixView(float[] array, int offset, int rowStride, int columnStride) {
  /**
   * Rows that stand together.
   *
   * @param offset index of the first row
   * @param stride numbers from a row to the next
   */
  public static MatrixView rows(float[] array, int offset, int stride) {
    return new MatrixView(array, offset, stride, 1);
  }

  /**
   * A whole tensor {@code [rows, cols]}.
   *
   * @throws IllegalArgumentException if it is another backend's
   */
  public static MatrixView of(Tensor tensor) {
    return rows(CpuMemory.floats(tensor), tensor.offset(), tensor.cols());
  }

  /** The same numbers with rows for columns. */
  public MatrixView transposed() {
    return new MatrixView(array, offset, columnStride, rowStride);
  }

  /** What is left from a row and a column on. */
  public MatrixView from(int row, int column) {
    return new MatrixView(array, at(row, column), rowStride, columnStride);
  }

  /** Index of an element in the array. */
  public int at(int row, int column) {
    return offset + row * rowStride + column * columnStride;
  }

  /** Whether the numbers of a row stand side by side. */
  public boolean rowsStandTogether() {
    return columnStride == 1;
  }
}
