package io.sbr.cli.ask;

import io.sbr.cli.report.Console;
import java.util.Locale;
import java.util.OptionalLong;

/** Tells how far a long input is: a redrawn line on a terminal, else a line every ten seconds. */
final class AnswerProgress implements AutoCloseable {
  private static final long REDRAW_NANOS = 200_000_000L;
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private final Console console;
  private final boolean redraws;
  private long next;
  private boolean lineOpen;

  /**
   * Nothing answered yet.
   *
   * @param redraws whether a line can be redrawn, and answers go elsewhere
   */
  AnswerProgress(Console console, boolean redraws) {
    this.console = console;
    this.redraws = redraws;
    next = System.nanoTime() + (redraws ? REDRAW_NANOS : PAUSE_NANOS);
  }

  /** So many sessions are answered, and so much of the input is read. */
  void at(long sessions, OptionalLong percent) {
    if (System.nanoTime() - next < 0) {
      return;
    }
    String share = percent.isPresent() ? " (" + percent.getAsLong() + " %)" : "";
    String line = String.format(Locale.ROOT, "answered: %,d sessions%s", sessions, share);
    if (redraws) {
      console.redraw(line);
      lineOpen = true;
    } else {
      console.note(line);
    }
    next = System.nanoTime() + (redraws ? REDRAW_NANOS : PAUSE_NANOS);
  }

  /** Ends the line: what is said next begins a new one. */
  @Override
  public void close() {
    if (lineOpen) {
      console.endLine();
      lineOpen = false;
    }
  }
}
