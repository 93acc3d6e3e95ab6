package io.sbr.cli.options;

import io.sbr.data.store.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --data}. */
public final class DataOption {
  private DataOption() {}

  /** Refuses a folder that is not there, before anything is started. */
  public static void check(String data) {
    if (data.isBlank()) {
      throw new UsageException("--data must name a folder, or demo");
    }
    if (!data.equals(Datasets.DEMO) && !Files.isDirectory(Path.of(data))) {
      String fault =
          Files.exists(Path.of(data))
              ? "a folder was expected, this is a file; of a log of clicks, sbr prepare makes one"
              : "there is no such folder";
      throw new UsageException(data + ": " + fault + " (--data takes a folder, or demo)");
    }
    Path folder = Path.of(data);
    if (!data.equals(Datasets.DEMO) && !(Files.isReadable(folder) && Files.isExecutable(folder))) {
      throw new UsageException(data + ": permission denied");
    }
  }

  /** How the place can be found again from elsewhere. */
  public static String place(String data) {
    return data.equals(Datasets.DEMO)
        ? data
        : Path.of(data).toAbsolutePath().normalize().toString();
  }
}
