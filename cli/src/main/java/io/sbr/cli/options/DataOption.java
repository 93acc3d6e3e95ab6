package io.sbr.cli.options;

import io.sbr.data.ShellCommand;
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
    Path folder = Path.of(data);
    if (data.equals(Datasets.DEMO)) {
      return;
    }
    if (Files.isDirectory(folder)) {
      if (!(Files.isReadable(folder) && Files.isExecutable(folder))) {
        throw new UsageException(data + ": permission denied");
      }
      return;
    }
    if (!Files.exists(folder)) {
      throw new UsageException(data + ": there is no such folder (--data takes a folder, or demo)");
    }
    throw new UsageException(
        data
            + " is a file, and a data set is a folder; make one of a log: "
            + ShellCommand.of("sbr", "prepare", "--in", data, "--out", "data/" + name(data)));
  }

  /** The same where a log will do: an ordinary file. */
  public static void checkOrLog(String data) {
    if (data.isBlank() || data.equals(Datasets.DEMO) || !isLog(data)) {
      check(data);
    } else {
      InputOption.check(Path.of(data));
    }
  }

  /** Whether this names a file, which can only be a log. */
  public static boolean isLog(String data) {
    Path path = Path.of(data);
    return !data.equals(Datasets.DEMO) && Files.exists(path) && !Files.isDirectory(path);
  }

  /** What a data set made of a log may be called: {@code clicks} for {@code logs/clicks.csv.gz}. */
  public static String name(String log) {
    String file = Path.of(log).toAbsolutePath().normalize().getFileName().toString();
    int dot = file.indexOf('.', 1);
    return dot < 0 ? file : file.substring(0, dot);
  }

  /** How the place can be found again from elsewhere. */
  public static String place(String data) {
    return data.equals(Datasets.DEMO)
        ? data
        : Path.of(data).toAbsolutePath().normalize().toString();
  }
}
