package io.sbr.tensor;

/**
 * A sparse matrix in compressed sparse row form together with its transpose, because every
 * differentiable product with A needs Aᵀ in the backward pass. Row r holds the entries {@code
 * offsets[r] … offsets[r+1]-1} of {@code columns} and {@code values}.
 *
 * @param rows number of rows
 * @param cols number of columns
 * @param offsets {@code [rows + 1]}, ascending, from 0
 * @param columns {@code [nnz]} column of each entry
 * @param values {@code [nnz]} value of each entry
 * @param transposedOffsets {@code [cols + 1]} offsets of Aᵀ
 * @param transposedColumns {@code [nnz]} columns of Aᵀ, that is rows of A
 * @param transposedValues {@code [nnz]} the values in the order of Aᵀ
 */
public record Csr(
    int rows,
    int cols,
    Ints offsets,
    Ints columns,
    Tensor values,
    Ints transposedOffsets,
    Ints transposedColumns,
    Tensor transposedValues) {
  /** Aᵀ; costs nothing. */
  public Csr transpose() {
    return new Csr(
        cols,
        rows,
        transposedOffsets,
        transposedColumns,
        transposedValues,
        offsets,
        columns,
        values);
  }
}
