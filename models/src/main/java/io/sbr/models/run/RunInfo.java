package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.train.TrainSettings;
import java.util.Map;

/**
 * What a run is: the content of {@code run.json}.
 *
 * @param version of this program
 * @param settings all of them, resolved
 * @param origins where each setting came from (default, option, file), by name; may be empty
 * @param data what it learns from
 * @param longestInput most input clicks of a training example: the length L that a model with
 *     published padding serves with (docs/models.md, section 4)
 * @param environment Java, processor and backend that began the run
 */
public record RunInfo(
    String version,
    TrainSettings settings,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> origins,
    DataIdentity data,
    int longestInput,
    Map<String, String> environment) {
  /** What is empty is not written, and comes back as null. */
  public RunInfo {
    origins = origins == null ? Map.of() : origins;
  }
}
