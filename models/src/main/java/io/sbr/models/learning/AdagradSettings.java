package io.sbr.models.learning;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Adagrad instead of Adam (docs/pipeline.md, section 7).
 *
 * @param momentum how much of the last step is taken again, at least 0 and below 1
 */
public record AdagradSettings(@JsonProperty(required = true) double momentum) {
  /** Checks the setting. */
  public AdagradSettings {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum must be at least 0 and below 1, not " + momentum);
    }
  }
}
