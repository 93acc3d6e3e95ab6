package io.sbr.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The most memory that was resident, of this process and of the JVM that launched it.
 *
 * @param ownMiB this process, MiB; 0 where the system does not tell
 * @param launcherMiB its launcher, MiB; 0 if there is none
 */
public record PeakMemory(double ownMiB, double launcherMiB) {
  private static final String KEY = "VmHWM:";

  /** Up to now. */
  public static PeakMemory now() {
    String launcher = System.getenv(Relaunch.PARENT);
    return new PeakMemory(of("self"), launcher == null ? 0 : of(launcher));
  }

  /** Both. */
  public double totalMiB() {
    return ownMiB + launcherMiB;
  }

  private static double of(String process) {
    try {
      return Files.readAllLines(Path.of("/proc", process, "status")).stream()
          .filter(line -> line.startsWith(KEY))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
