package io.sbr.tensor.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Linux says of processes and processors in files of lines {@code field : value}. */
public final class ProcFile {
  private ProcFile() {}

  /** Value of the first line of that field; empty on other systems. */
  public static Optional<String> field(String file, String field) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /** Its number alone, as of {@code 1024 kB}; 0 on other systems. */
  public static long number(String file, String field) {
    return Long.parseLong(field(file, field).orElse("0").replaceAll("\\D", ""));
  }

  /** Most memory of a process, by its number or {@code self}, that was resident so far, MiB. */
  public static double peakMiB(String process) {
    return number("/proc/" + process + "/status", "VmHWM") / 1024.0;
  }
}
