package io.sbr.models.run;

import java.nio.file.Path;
import java.util.Optional;

/** The files of a run. */
public final class RunDirectory {
  private RunDirectory() {}

  /**
   * What {@code run.json} of a folder says; empty if there is none, as when a run was killed before
   * it could be written.
   *
   * @throws IllegalArgumentException if the file cannot be read as what it should be
   */
  public static Optional<RunInfo> info(Path folder) {
    throw new UnsupportedOperationException();
  }
}
