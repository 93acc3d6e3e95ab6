package io.sbr.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a person is watching. */
public final class Terminal {
  private static final int DEFAULT_WIDTH = 80;

  private Terminal() {}

  /** Whether standard error is a terminal that can redraw a line. */
  public static boolean isErrorTerminal() {
    Optional<Launcher> launcher = Launcher.ofThis();
    if (launcher.isPresent()) {
      return launcher.get().terminal(); // ours is a pipe that the launcher reads
    }
    Optional<ErrorFilter> filter = ErrorFilter.ofThis();
    if (filter.isPresent()) {
      return filter.get().terminal(); // or a filter
    }
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // Java only tells whether input and output both are terminals, not about errors.
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }

  /** Characters of a line. */
  public static int width() {
    try {
      return Math.max(40, Integer.parseInt(System.getenv("COLUMNS")));
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }
}
