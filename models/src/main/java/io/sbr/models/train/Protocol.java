package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the best epoch is chosen on. The two never mix in one table. */
public enum Protocol {
  /** On a validation part, the last sessions of train; the test part is read once, at the end. */
  @JsonProperty("honest")
  HONEST,
  /** On the test part itself, best Recall and best MRR each from its own epoch, as published. */
  @JsonProperty("paper")
  PAPER;

  /** As in {@code --protocol}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
