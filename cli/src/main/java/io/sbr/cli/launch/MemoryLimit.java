package io.sbr.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What Linux allows this process's control group (a container, a service) of memory, and how often
 * it has killed for it. Of both versions of control groups, seen from inside a container or not.
 */
final class MemoryLimit {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  /** Version 1 writes "none" as a number near the largest. */
  private static final long NONE = 1L << 60;

  private static final String KILLS = "oom_kill ";

  /** Of the process's own group first. */
  private final List<Path> folders;

  private MemoryLimit(List<Path> folders) {
    this.folders = folders;
  }

  /** Of this process. */
  static MemoryLimit here() {
    return of(GROUPS, text(Path.of("/proc/self/cgroup")));
  }

  /**
   * Of any process.
   *
   * @param groups where they are mounted
   * @param membership a line for each kind of group: {@code 0::PATH} in version 2, {@code
   *     4:memory:PATH} in version 1
   */
  static MemoryLimit of(Path groups, String membership) {
    List<Path> folders = new ArrayList<>();
    for (String line : membership.lines().toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[2].startsWith("/")) {
        if (parts[1].isEmpty()) {
          folders.add(groups.resolve(parts[2].substring(1)));
        } else if (List.of(parts[1].split(",")).contains("memory")) {
          folders.add(groups.resolve("memory").resolve(parts[2].substring(1)));
        }
      }
    }
    folders.add(groups); // in a container, which sees its own group there
    folders.add(groups.resolve("memory"));
    return new MemoryLimit(folders);
  }

  /** How many bytes; empty where there is no limit, or none is seen. */
  OptionalLong bytes() {
    return first(
        folder -> {
          String both =
              text(folder.resolve("memory.max")) + text(folder.resolve("memory.limit_in_bytes"));
          OptionalLong bytes = number(both.strip());
          return bytes.orElse(NONE) < NONE ? bytes : OptionalLong.empty();
        });
  }

  /** How many processes of the group were killed for want of memory; empty where nobody counts. */
  OptionalLong kills() {
    return first(
        folder -> {
          String both =
              text(folder.resolve("memory.events")) + text(folder.resolve("memory.oom_control"));
          return both.lines()
              .filter(line -> line.startsWith(KILLS))
              .map(line -> number(line.substring(KILLS.length()).strip()))
              .findFirst()
              .orElse(OptionalLong.empty());
        });
  }

  private OptionalLong first(Function<Path, OptionalLong> figure) {
    return folders.stream()
        .map(figure)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong number(String text) {
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // another version, or another system
    }
  }
}
