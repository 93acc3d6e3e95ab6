package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param finalEpochs with {@code final}, once it learns anew on all of train: the finished epochs
 *     of that, which epoch, batch, steps and loss are then of; else null
 */
public record TrainingState(
    @JsonProperty(required = true) int epoch,
    @JsonProperty(required = true) int nextBatch,
    @JsonProperty(required = true) long steps,
    @JsonProperty(required = true) double lossSum,
    @JsonProperty(required = true) List<EpochRecord> history,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<FinalEpoch> finalEpochs) {
  /** The beginning of every run. */
  public static final TrainingState START = new TrainingState(0, 0, 0, 0, List.of(), null);

  /** Keeps a copy of the history; checks that this is a place in a run. */
  public TrainingState {
    if (history == null) {
      throw new IllegalArgumentException("no history");
    }
    EpochRecord.checkHistory(history);
    if (finalEpochs != null) {
      FinalEpoch.check(finalEpochs, history.isEmpty() ? Integer.MAX_VALUE : history.size());
      finalEpochs = List.copyOf(finalEpochs);
    }
    int done = finalEpochs == null ? history.size() : finalEpochs.size();
    boolean possible = epoch == done && nextBatch >= 0 && steps >= 0;
    if (!possible || !Double.isFinite(lossSum)) {
      throw new IllegalArgumentException(
          "not a place in a run: epoch %d, batch %d, %d steps, after %d epochs"
              .formatted(epoch, nextBatch, steps, done));
    }
    history = List.copyOf(history);
  }

  /** Where {@code final} begins to learn anew, having chosen by these epochs, if by any. */
  public static TrainingState anew(List<EpochRecord> history) {
    return new TrainingState(0, 0, 0, 0, history, List.of());
  }

  /** Whether {@code final} has chosen and learns anew. */
  public boolean learnsAnew() {
    return finalEpochs != null;
  }

  /** The same with another account of the finished epochs. */
  public TrainingState withHistory(List<EpochRecord> records, List<FinalEpoch> finals) {
    return new TrainingState(epoch, nextBatch, steps, lossSum, records, finals);
  }

  /** The same without wall times. */
  public TrainingState withoutTimes() {
    return withHistory(
        history.stream().map(EpochRecord::withoutTimes).toList(),
        learnsAnew() ? finalEpochs.stream().map(FinalEpoch::withoutTimes).toList() : null);
  }
}
