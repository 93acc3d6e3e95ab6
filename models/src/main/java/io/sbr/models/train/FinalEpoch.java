package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What one epoch on all of train came to, where {@code final} learns anew: nothing is left to
 * measure it on. Times are null where unknown and never part of a checkpoint.
 *
 * @param epoch from 0
 * @param rate learning rate in force; null for a model that learns in one pass
 * @param loss mean over the epoch's examples; null for a model that learns in one pass
 * @param seconds of wall time
 * @param cpuSeconds of all processors together
 */
public record FinalEpoch(
    @JsonProperty(required = true) int epoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double rate,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double loss,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double seconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double cpuSeconds) {
  /** Checks the numbers. */
  public FinalEpoch {
    for (Double number : new Double[] {rate, loss, seconds, cpuSeconds}) {
      if (number != null && !Double.isFinite(number)) {
        throw new IllegalArgumentException("a number of final epoch " + epoch + " is " + number);
      }
    }
  }

  /**
   * Checks that these are all final epochs of one run up to the last.
   *
   * @param chosen epochs that there are at the end
   * @throws IllegalArgumentException saying what is wrong
   */
  public static void check(List<FinalEpoch> epochs, int chosen) {
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i) == null || epochs.get(i).epoch != i) {
        throw new IllegalArgumentException("final epoch " + i + " is not in its place");
      }
    }
    if (epochs.size() > chosen) {
      throw new IllegalArgumentException(
          "%d final epochs, where %d were chosen".formatted(epochs.size(), chosen));
    }
  }

  /** The same without times. */
  public FinalEpoch withoutTimes() {
    return new FinalEpoch(epoch, rate, loss, null, null);
  }

  /** The same with the times of another account of it. */
  public FinalEpoch withTimesOf(FinalEpoch other) {
    return new FinalEpoch(epoch, rate, loss, other.seconds, other.cpuSeconds);
  }
}
