package io.sbr.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --in}: a file to read. */
public final class InputOption {
  private InputOption() {}

  /**
   * Refuses what is no plain file. A pipe is none: a log is read twice, for its hash too, and a
   * second JVM does not have the first one's open files.
   */
  public static void check(Path file) {
    if (!Files.isRegularFile(file)) {
      String fault =
          Files.isDirectory(file)
              ? " is a folder, not a file"
              : Files.exists(file)
                  ? " is a pipe or a device: write it to a file first"
                  : ": there is no such file";
      throw new UsageException(file + fault);
    }
  }
}
