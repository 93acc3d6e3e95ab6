package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.models.settings.ModelKind;

/**
 * How long the last input click was viewed, to a model that reads durations. In data that is the
 * time until the target was clicked, and tells of it; whoever asks for a recommendation asks while
 * that view goes on.
 */
public enum LastView {
  /** As the data have it, as published. */
  @JsonProperty("measured")
  MEASURED,
  /** Not ended yet: the data's duration for views without a known end stands for it. */
  @JsonProperty("open")
  OPEN;

  /** As in {@code run.json}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** What a protocol has a kind of model read; measured, too, where nothing is read at all. */
  public static LastView of(Protocol protocol, ModelKind kind) {
    return protocol == Protocol.PAPER || !kind.readsDurations() ? MEASURED : OPEN;
  }
}
