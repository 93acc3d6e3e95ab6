package io.sbr.cli.launch;

import io.sbr.tensor.io.ProcFile;

/**
 * The most memory that was resident, of this process and of the JVM that launched it.
 *
 * @param ownMiB this process, MiB; 0 where the system does not tell
 * @param launcherMiB its launcher, MiB; 0 if there is none
 */
public record PeakMemory(double ownMiB, double launcherMiB) {
  /** Up to now. */
  public static PeakMemory now() {
    return new PeakMemory(
        ProcFile.peakMiB("self"),
        Launcher.ofThis().map(launcher -> ProcFile.peakMiB("" + launcher.pid())).orElse(0.0));
  }

  /** Both. */
  public double totalMiB() {
    return ownMiB + launcherMiB;
  }
}
