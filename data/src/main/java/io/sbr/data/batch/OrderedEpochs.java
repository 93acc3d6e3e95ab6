package io.sbr.data.batch;

/**
 * An order of batches up to an epoch, from which on examples come as they are numbered: in the
 * order of time, where their sessions are.
 *
 * @param before the order of the epochs before
 * @param ordered of as many batches
 * @param first the first ordered epoch, from 0
 */
public record OrderedEpochs(BatchOrder before, BatchPlan ordered, int first) implements BatchOrder {
  /**
   * The two as one.
   *
   * @throws IllegalArgumentException if they do not have as many batches
   */
  public OrderedEpochs {
    if (before.batches() != ordered.batches()) {
      throw new IllegalArgumentException(
          "%d batches an epoch cannot be followed by %d"
              .formatted(before.batches(), ordered.batches()));
    }
  }

  @Override
  public int batches() {
    return before.batches();
  }

  @Override
  public int[] batch(int epoch, int index) {
    return (epoch < first ? before : ordered).batch(epoch, index);
  }
}
