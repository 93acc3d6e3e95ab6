package io.sbr.tensor;

/**
 * A choice of rows from a table, and the same choice sorted by row, so that gradients can be added
 * back without sorting, atomics, or an order that depends on threads.
 *
 * @param tableRows number of rows of the table that {@code indices} point into
 * @param indices {@code [n]} the row chosen for each output row, repeats allowed
 * @param distinct number of different rows chosen
 * @param rows {@code [distinct]} the rows chosen, ascending
 * @param offsets {@code [distinct + 1]} where the choices of each of {@code rows} begin in {@code
 *     positions}
 * @param positions {@code [n]} output rows, grouped by the table row they were taken from,
 *     ascending within each group
 */
public record RowGather(
    int tableRows, Ints indices, int distinct, Ints rows, Ints offsets, Ints positions) {
  /** Number of rows chosen, n. */
  public int count() {
    return indices.length();
  }
}
