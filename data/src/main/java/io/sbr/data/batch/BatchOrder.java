package io.sbr.data.batch;

import java.util.Arrays;

/**
 * Which examples form which batch: a pure function of epoch and index, so that a run can be resumed
 * at any batch without a saved generator. Safe to call from several threads.
 */
public interface BatchOrder {
  /** Of an entry that goes on from nothing. */
  int NONE = -1;

  /** Batches per epoch. */
  int batches();

  /**
   * The examples of one batch, by number.
   *
   * @param epoch from 0
   * @param index from 0 to {@link #batches()} − 1
   */
  int[] batch(int epoch, int index);

  /**
   * For each entry of a batch the row of the batch before whose state it goes on from, or {@link
   * #NONE}, as all do unless an order says otherwise ({@link SessionLanes}).
   */
  default int[] carried(int epoch, int index) {
    int[] none = new int[batch(epoch, index).length];
    Arrays.fill(none, NONE);
    return none;
  }
}
