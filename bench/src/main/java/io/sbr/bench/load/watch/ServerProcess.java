package io.sbr.bench.load.watch;

import io.sbr.tensor.io.ProcFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of the server's process (proc(5)).
 *
 * @param pid its number
 */
public record ServerProcess(long pid) {
  /** Of all systems that run Linux on x86 and ARM: a tick, USER_HZ, is 10 ms. */
  private static final double TICKS_PER_SECOND = 100;

  /** Places in {@code /proc/PID/stat} behind the name's closing bracket: utime and stime. */
  private static final int USER_TIME = 12;

  private static final int SYSTEM_TIME = 13;

  /** Checks that there is such a process. */
  public ServerProcess {
    if (!Files.exists(stat(pid))) {
      throw new IllegalArgumentException("--server-pid " + pid + ": there is no such process");
    }
  }

  private static Path stat(long pid) {
    return Path.of("/proc/" + pid + "/stat");
  }

  /** Processor time so far, seconds; of an ended process 0. */
  public double cpuSeconds() {
    try {
      String line = Files.readString(stat(pid));
      String[] fields = line.substring(line.lastIndexOf(')') + 1).split(" ");
      return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
          / TICKS_PER_SECOND;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Resident memory now, MiB; of an ended process 0. */
  public double residentMiB() {
    return ProcFile.number("/proc/" + pid + "/status", "VmRSS") / 1024.0;
  }

  /** Whether it has ended. */
  public boolean isOver() {
    String state = ProcFile.field("/proc/" + pid + "/status", "State").orElse("X");
    return state.startsWith("Z") || state.startsWith("X"); // its parent has not asked for it yet
  }
}
