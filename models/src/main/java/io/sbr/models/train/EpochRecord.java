package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import java.util.List;

/**
 * What one epoch came to, or the one pass of a model that has no epochs. Its times are of the
 * process that finished it, and null where unknown; they are never part of a checkpoint, whose bits
 * depend on nothing but settings and data.
 *
 * @param epoch from 0
 * @param rate learning rate in force; null without epochs
 * @param loss mean over the epoch's examples, each before the step that learned from it; null
 *     without epochs
 * @param metrics on validation ({@code honest}) or test ({@code paper}), after the epoch
 * @param lists what was recommended in the same pass, where that is the test part's ({@code
 *     paper}); null with {@code honest}, and in epochs of older programs
 * @param seconds of wall time
 * @param cpuSeconds of all processors together: on a machine that others use, too, the time that
 *     says something
 */
public record EpochRecord(
    @JsonProperty(required = true) int epoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double rate,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double loss,
    @JsonProperty(required = true) Metrics metrics,
    @JsonInclude(JsonInclude.Include.NON_NULL) ListMetrics lists,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double seconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double cpuSeconds) {
  /** An epoch of whose recommendations nothing is known. */
  public EpochRecord(
      int epoch, Double rate, Double loss, Metrics metrics, Double seconds, Double cpuSeconds) {
    this(epoch, rate, loss, metrics, null, seconds, cpuSeconds);
  }

  /** Checks that it can be compared with others. */
  public EpochRecord {
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch's number is " + epoch);
    }
    if (metrics == null) {
      throw new IllegalArgumentException("epoch " + epoch + " has no metrics");
    }
    metrics.recall(TrainSettings.SELECTION_K);
    metrics.mrr(TrainSettings.SELECTION_K);
    for (Double number : new Double[] {rate, loss, seconds, cpuSeconds}) {
      if (number != null && !Double.isFinite(number)) {
        throw new IllegalArgumentException("a number of epoch " + epoch + " is " + number);
      }
    }
  }

  /**
   * Checks that these are all epochs of one run up to the last.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static void checkHistory(List<EpochRecord> epochs) {
    for (int i = 0; i < epochs.size(); i++) {
      EpochRecord record = epochs.get(i);
      if (record == null || record.epoch != i) {
        throw new IllegalArgumentException("epoch " + i + " is not in its place");
      }
      if (!record.metrics.sameKeys(epochs.get(0).metrics)) {
        throw new IllegalArgumentException("epoch " + i + " has other figures than the first");
      }
    }
  }

  /** The same without times. */
  public EpochRecord withoutTimes() {
    return new EpochRecord(epoch, rate, loss, metrics, lists, null, null);
  }

  /** The same with the times of another account of it. */
  public EpochRecord withTimesOf(EpochRecord other) {
    return new EpochRecord(epoch, rate, loss, metrics, lists, other.seconds, other.cpuSeconds);
  }
}
