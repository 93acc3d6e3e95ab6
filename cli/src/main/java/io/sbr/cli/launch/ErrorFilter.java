package io.sbr.cli.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What stands behind this JVM's standard error where the script {@code sbr} has started it: a
 * process that takes out the JVM's own remark on the Vector API and copies the rest. The script
 * tells of it by system properties.
 *
 * @param pid its process id
 * @param terminal whether what it copies to is a terminal
 */
record ErrorFilter(long pid, boolean terminal) {
  private static final String PID = "sbr.errors.filter";
  private static final String TERMINAL = "sbr.errors.terminal";
  private static final long PATIENCE_SECONDS = 2;

  /** The one behind this process, if there is one. */
  static Optional<ErrorFilter> ofThis() {
    return of(System.getProperty(PID), System.getProperty(TERMINAL));
  }

  /** What the properties say; nothing if they cannot be the script's. */
  static Optional<ErrorFilter> of(String pid, String terminal) {
    if (pid == null || !pid.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new ErrorFilter(Long.parseLong(pid), Boolean.parseBoolean(terminal)));
  }

  /**
   * Closes standard error and waits until all of it is copied: who started the command reads its
   * last words when it has ended, and not a moment later.
   */
  void finish() {
    System.err.flush();
    try {
      new FileOutputStream(FileDescriptor.err).close();
      Optional<ProcessHandle> filter = ProcessHandle.of(pid).filter(ErrorFilter::isOurs);
      if (filter.isPresent()) {
        filter.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | TimeoutException e) {
      return; // the last words come a moment later
    }
  }

  /** A child of this process: the script has become this JVM. */
  private static boolean isOurs(ProcessHandle filter) {
    return filter.parent().filter(ProcessHandle.current()::equals).isPresent();
  }
}
