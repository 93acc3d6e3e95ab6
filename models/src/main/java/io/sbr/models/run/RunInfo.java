package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.train.TrainSettings;
import java.util.Map;

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
 *     data have it ({@link io.sbr.data.Dataset#lastDuration}); 0 is not written
 * @param environment Java, processor and backend that began the run
 */
public record RunInfo(
    Integer format,
    String version,
    TrainSettings settings,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> origins,
    DataIdentity data,
    int longestInput,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double lastDuration,
    Map<String, String> environment) {
  /** The format written by this program: which files there are, and what they hold. */
  public static final int FORMAT = 1;

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

  /** What is empty is not written, and comes back as null; so does what formats before 1 lacked. */
  public RunInfo {
    format =
        format == null ? FORMAT : format; // runs from before formats were counted have this one
    origins = origins == null ? Map.of() : origins;
  }
}
