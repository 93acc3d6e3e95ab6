package io.sbr.models.learning;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the learning rate falls: two meanings of one program's schedule (docs/pipeline.md, section
 * 8), and one of our own.
 */
public enum LrScheduleForm {
  /** PyTorch up to 1.0, the authors': the first drop comes after {@code lrStep} epochs. */
  @JsonProperty("torch10")
  TORCH10(0),
  /** PyTorch from 1.1 on: every drop comes one epoch sooner. */
  @JsonProperty("torch11")
  TORCH11(1),
  /** No drops: the rate falls evenly over the last {@code lrStep} epochs. */
  @JsonProperty("cooldown")
  COOLDOWN(0);

  private final int origin;

  LrScheduleForm(int origin) {
    this.origin = origin;
  }

  /** Number of the first epoch in the schedule's own counting. */
  public int origin() {
    return origin;
  }

  /** As in {@code --lr-schedule}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
