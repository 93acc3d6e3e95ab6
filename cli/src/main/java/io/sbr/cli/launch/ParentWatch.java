package io.sbr.cli.launch;

/**
 * Ends the second JVM when the first one is gone, however it went: a command must not train on
 * behind the back of a user who killed it.
 */
public final class ParentWatch {
  private static final long PAUSE_MILLIS = 100;

  private ParentWatch() {}

  /** Starts watching if this JVM is a second one. */
  public static void start() {
    Launcher.ofThis().ifPresent(ParentWatch::start);
  }

  private static void start(Launcher launcher) {
    Thread thread = new Thread(() -> watch(launcher.pid()), "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void watch(long parent) {
    try {
      // An orphan gets another parent, so a reused process id deceives nobody.
      while (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L) == parent) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Runtime.getRuntime().halt(137);
  }
}
