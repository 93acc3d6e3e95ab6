package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.eval.Metrics;

/**
 * What one epoch came to.
 *
 * @param epoch from 0
 * @param rate learning rate in force
 * @param loss mean over the epoch's examples, each before the step that learned from it
 * @param metrics on validation ({@code honest}) or test ({@code paper}), after the epoch
 * @param seconds spent by the process that finished the epoch; null where unknown. Never part of a
 *     checkpoint, whose bits depend on nothing but settings and data
 */
public record EpochRecord(
    int epoch,
    double rate,
    double loss,
    Metrics metrics,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double seconds) {
  /** The same, finished in {@code seconds}, or without a time for null. */
  public EpochRecord withSeconds(Double seconds) {
    return new EpochRecord(epoch, rate, loss, metrics, seconds);
  }
}
