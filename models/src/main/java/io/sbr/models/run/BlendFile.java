package io.sbr.models.run;

import io.sbr.models.blend.BlendWeights;
import java.io.IOException;

/** {@code blend.json}: how much the neighbours' word counts in a blended run. */
public final class BlendFile {
  private BlendFile() {}

  /** Replaces the file. */
  public static void write(RunWriter run, BlendWeights weights) throws IOException {
    run.replace(run.directory().blend(), Json.bytes(weights));
  }

  /**
   * Reads the file of a run, checked.
   *
   * @throws IllegalArgumentException naming the file if it is malformed or not the run's
   */
  public static BlendWeights read(RunDirectory run) {
    return Json.read(run.checked(run.blend()), BlendWeights.class);
  }
}
