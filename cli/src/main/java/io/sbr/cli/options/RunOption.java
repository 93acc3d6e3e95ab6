package io.sbr.cli.options;

import io.sbr.data.store.Datasets;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --run} where a run must exist. */
public final class RunOption {
  private RunOption() {}

  /** Refuses a folder that holds no run. */
  public static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          folder
              + (Files.exists(folder)
                  ? " is a file, not a run folder"
                  : ": there is no such run folder"));
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new UsageException(folder + ": permission denied");
    }
    if (!new RunDirectory(folder).isBegun()) {
      throw new UsageException(folder + " is not a run: it has no run.json");
    }
  }

  /** Where the run's own data are. */
  public static String data(Path folder) {
    RunInfo info = RunDirectory.info(folder).orElseThrow();
    String place = info.origins().get(Origins.DATA);
    if (place == null) {
      throw new UsageException(folder + " does not say where its data are: name them with --data");
    }
    return place.equals(Datasets.DEMO) ? place : Path.of(place).toString();
  }
}
