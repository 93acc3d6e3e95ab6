package io.sbr.models.settings;

/** Whether a term is there. */
public enum Switch {
  /** It is. */
  ON,
  /** It is not. */
  OFF
}
