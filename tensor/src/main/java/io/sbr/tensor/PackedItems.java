package io.sbr.tensor;

/**
 * An item table once more, in the order in which its backend reads it fastest when sessions are
 * scored; made by {@link HeadKernels#packItems}. A copy does not follow its table: it is for
 * weights at rest, in a server or for the time of an evaluation.
 *
 * @param items the table that was copied
 * @param copy its numbers in an order known to the backend alone
 * @param inverseLengths of size N, 1/‖items[i]‖, 0 for an item of zeros: what is divided by lengths
 *     need not read the table for them
 */
public record PackedItems(Tensor items, Tensor copy, Tensor inverseLengths) {
  /** Whether a table is the very memory that was copied. */
  public boolean isOf(Tensor table) {
    return table.buffer() == items.buffer()
        && table.offset() == items.offset()
        && table.shape().equals(items.shape());
  }
}
