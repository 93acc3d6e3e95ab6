package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.eval.Metrics;

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
 * @param seconds of wall time
 * @param cpuSeconds of all processors together: on a machine that others use, too, the time that
 *     says something
 */
public record EpochRecord(
    int epoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double rate,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double loss,
    Metrics metrics,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double seconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double cpuSeconds) {
  /** The same without times. */
  public EpochRecord withoutTimes() {
    return new EpochRecord(epoch, rate, loss, metrics, null, null);
  }

  /** The same with the times of another account of it. */
  public EpochRecord withTimesOf(EpochRecord other) {
    return new EpochRecord(epoch, rate, loss, metrics, other.seconds, other.cpuSeconds);
  }
}
