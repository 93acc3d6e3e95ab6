package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonProperty;
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
    @JsonProperty(required = true) int epoch,
    @JsonProperty(required = true) int nextBatch,
    @JsonProperty(required = true) long steps,
    @JsonProperty(required = true) double lossSum,
    @JsonProperty(required = true) List<EpochRecord> history) {
  /** The beginning of every run. */
  public static final TrainingState START = new TrainingState(0, 0, 0, 0, List.of());

  /** Keeps a copy of the history; checks that this is a place in a run. */
  public TrainingState {
    if (history == null) {
      throw new IllegalArgumentException("no history");
    }
    EpochRecord.checkHistory(history);
    boolean possible = epoch == history.size() && nextBatch >= 0 && steps >= 0;
    if (!possible || !Double.isFinite(lossSum)) {
      throw new IllegalArgumentException(
          "not a place in a run: epoch %d, batch %d, %d steps, after %d epochs"
              .formatted(epoch, nextBatch, steps, history.size()));
    }
    history = List.copyOf(history);
  }

  /** The same with another account of the finished epochs. */
  public TrainingState withHistory(List<EpochRecord> records) {
    return new TrainingState(epoch, nextBatch, steps, lossSum, records);
  }
}
