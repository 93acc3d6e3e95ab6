package io.sbr.models.learning;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.models.settings.Checks;

/**
 * How a training begins and ends, beside its learning rate.
 *
 * @param warmup first steps, in which the rate rises from 0, at most those of the first epoch; 0
 *     for none
 * @param orderedEpochs last epochs, in which examples come in the order of time instead of
 *     shuffled, so that the newest have the last word (docs/models.md, section 14)
 * @param average steps that the weights which answer are averaged over, exponentially, at most a
 *     fifth of those so far; 0 for the last weights themselves
 * @param recency how much less old sessions count: the oldest one's loss is weighted by e^−recency,
 *     evenly in between ({@link io.sbr.data.batch.ExampleWeights}); 0 for all alike
 */
public record Course(
    int warmup,
    int orderedEpochs,
    int average,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double recency) {
  /** As published: nothing of it. */
  public static final Course PLAIN = new Course(0, 0, 0, 0);

  /** Beyond it only a handful of sessions would count. */
  private static final int MOST = 100;

  /** Checks the settings. */
  public Course {
    Checks.notNegative("warmup", warmup);
    Checks.notNegative("ordered-epochs", orderedEpochs);
    Checks.notNegative("average", average);
    if (!(recency >= 0 && recency <= MOST)) {
      throw new IllegalArgumentException("recency must be from 0 to " + MOST + ", not " + recency);
    }
  }

  /** Runs from before there was a recency have none. */
  @JsonCreator
  static Course read(
      @JsonProperty(value = "warmup", required = true) int warmup,
      @JsonProperty(value = "orderedEpochs", required = true) int orderedEpochs,
      @JsonProperty(value = "average", required = true) int average,
      @JsonProperty("recency") Double recency) {
    return new Course(warmup, orderedEpochs, average, recency == null ? 0 : recency);
  }

  /**
   * What the rate of a step is multiplied by.
   *
   * @param step counted from 0
   * @param batches steps of an epoch
   */
  public double warmth(long step, int batches) {
    int rising = Math.min(warmup, batches);
    return step >= rising ? 1 : (step + 1.0) / (rising + 1.0);
  }
}
