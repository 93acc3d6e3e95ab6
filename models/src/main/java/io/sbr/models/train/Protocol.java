package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is learned from, and what the best epoch is chosen on. No two mix in one table. */
public enum Protocol {
  /** On a validation part, the last sessions of train; the test part is read once, at the end. */
  @JsonProperty("honest")
  HONEST,
  /** On the test part itself, best Recall and best MRR each from its own epoch, as published. */
  @JsonProperty("paper")
  PAPER,
  /**
   * The number of epochs on a validation part that follows train as test does; then the model is
   * trained anew on all of train for so many, and the test part is read once.
   */
  @JsonProperty("final")
  FINAL;

  /** As in {@code --protocol}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** What epochs are compared on, in words. */
  public String comparesOn() {
    return this == PAPER ? "test" : "validation";
  }
}
