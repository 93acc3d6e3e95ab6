package io.sbr.models.learning;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Adaptive gradient clipping (docs/models.md, section 5). */
public enum Agc {
  /** None: what the released program of TAGNN++ does in effect. */
  @JsonProperty("off")
  OFF,
  /** The rule of Brock et al. (2021), which the TAGNN++ paper describes; not as released. */
  @JsonProperty("correct")
  CORRECT
}
