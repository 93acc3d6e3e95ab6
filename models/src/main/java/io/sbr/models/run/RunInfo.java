package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.models.train.TrainSettings;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a run is: the content of {@code run.json}.
 *
 * @param format of the folder; {@value #FORMAT}
 * @param version of this program
 * @param settings all of them, resolved
 * @param origins where each setting came from (default, option, file), by name; may be empty
 * @param data what it learns from
 * @param longestInput most input clicks of a training example: the length L that a model with
 *     published padding serves with (docs/models.md, section 4)
 * @param lastDuration seconds that stand for the length of a view whose end is not known, as the
 *     data have it ({@link io.sbr.data.Dataset#lastDuration})
 * @param environment Java, processor and backend that began the run
 */
public record RunInfo(
    Integer format,
    @JsonProperty(required = true) String version,
    @JsonProperty(required = true) TrainSettings settings,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> origins,
    @JsonProperty(required = true) DataIdentity data,
    @JsonProperty(required = true) int longestInput,
    Double lastDuration,
    @JsonProperty(required = true) Map<String, String> environment) {
  /**
   * The format written by this program: which files there are, and what they hold. 1 had no
   * manifest; every format from 2 on is read by all later versions.
   */
  public static final int FORMAT = 2;

  /** A run of this format. */
  public RunInfo(
      String version,
      TrainSettings settings,
      Map<String, String> origins,
      DataIdentity data,
      int longestInput,
      double lastDuration,
      Map<String, String> environment) {
    this(FORMAT, version, settings, origins, data, longestInput, lastDuration, environment);
  }

  /** Seconds that its model takes the last input click's view for; empty for their own length. */
  public OptionalDouble openView() {
    return settings.openView(lastDuration);
  }

  /**
   * Checks it. What is empty is not written, and comes back as null; so does what a first format
   * lacked.
   */
  public RunInfo {
    format = format == null ? 1 : format;
    lastDuration = lastDuration == null ? 0 : lastDuration;
    origins = origins == null ? Map.of() : origins;
    if (version == null || settings == null || data == null || environment == null) {
      throw new IllegalArgumentException("version, settings, data, environment: one is missing");
    }
    if (Stream.of(origins, environment)
        .flatMap(map -> map.values().stream())
        .anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("an origin or the environment says null");
    }
    if (!(lastDuration >= 0)) {
      throw new IllegalArgumentException("lastDuration is " + lastDuration);
    }
    if (longestInput < settings.minPrefix() || longestInput > data.trainClicks()) {
      throw new IllegalArgumentException(
          "longestInput is %d, of %d clicks".formatted(longestInput, data.trainClicks()));
    }
  }
}
