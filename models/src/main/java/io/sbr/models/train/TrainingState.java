package io.sbr.models.train;

import java.util.List;

/**
 * Where a run stands, beside its weights and moments: all that a later process needs to go on as if
 * nothing had happened. In a checkpoint it holds no time, host or thread count.
 *
 * @param epoch the epoch in progress, from 0
 * @param nextBatch batches of that epoch already trained
 * @param steps optimizer steps taken
 * @param lossSum of all examples of the epoch so far
 * @param history finished epochs; in a checkpoint without seconds
 */
public record TrainingState(
    int epoch, int nextBatch, long steps, double lossSum, List<EpochRecord> history) {
  /** The beginning of every run. */
  public static final TrainingState START = new TrainingState(0, 0, 0, 0, List.of());

  /** Keeps a copy of the history. */
  public TrainingState {
    history = List.copyOf(history);
  }

  /** The same with another account of the finished epochs. */
  public TrainingState withHistory(List<EpochRecord> records) {
    return new TrainingState(epoch, nextBatch, steps, lossSum, records);
  }
}
