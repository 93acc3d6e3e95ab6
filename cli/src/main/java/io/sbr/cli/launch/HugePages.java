package io.sbr.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Huge pages for the heap of a command that is over in about a second: a fresh JVM asks the system
 * for every 4 kB that it touches first, and a run's item table alone is thousands of them.
 */
final class HugePages {
  private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private HugePages() {}

  /**
   * Options for the second JVM, where the system gives huge pages to those who ask; elsewhere the
   * JVM would remark on it, or has them anyway.
   *
   * @param jvm its other options
   */
  static List<String> options(List<String> jvm) {
    for (String option : jvm) {
      if (option.contains("HugePages") || option.contains("LargePages")) {
        return List.of();
      }
    }
    try {
      return Files.readString(SETTING).contains("[madvise]")
          ? List.of("-XX:+UseTransparentHugePages")
          : List.of();
    } catch (IOException e) {
      return List.of(); // another system
    }
  }
}
