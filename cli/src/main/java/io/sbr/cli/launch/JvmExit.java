package io.sbr.cli.launch;

import java.util.concurrent.locks.LockSupport;

/**
 * Ends the JVM with a command's exit code, unless a signal is ending it already.
 *
 * <p>{@link System#exit} alone is a race then: once the shutdown hooks have run, JDK 17 lets a
 * second caller with another code halt first, and a run that was stopped by SIGINT would end with
 * the code of whatever it did last.
 */
public final class JvmExit {
  private JvmExit() {}

  /** Never returns. */
  public static void with(int code) {
    ErrorFilter.ofThis().ifPresent(ErrorFilter::finish);
    while (isEnding()) {
      LockSupport.park(); // the signal's thread halts this JVM with the signal's code
    }
    System.exit(code);
  }

  private static boolean isEnding() {
    Thread probe = new Thread(() -> {}, "exit-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true; // hooks can no longer be added or removed
    }
  }
}
