package io.sbr.data.batch;

/**
 * Which examples form which batch: a pure function of epoch and index, so that a run can be resumed
 * at any batch without a saved generator. Safe to call from several threads.
 */
public interface BatchOrder {
  /** Batches per epoch. */
  int batches();

  /**
   * The examples of one batch, by number.
   *
   * @param epoch from 0
   * @param index from 0 to {@link #batches()} − 1
   */
  int[] batch(int epoch, int index);
}
