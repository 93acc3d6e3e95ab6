package io.sbr.cli.report;

/** Tells how far the reading is: a redrawn line on a terminal, a line each fifth when piped. */
public final class ReadingProgress implements AutoCloseable {
  private final Console console;
  private final boolean terminal;
  private long shown;
  private boolean lineOpen;

  /**
   * Nothing read yet.
   *
   * @param terminal whether a line can be redrawn
   */
  public ReadingProgress(Console console, boolean terminal) {
    this.console = console;
    this.terminal = terminal;
  }

  /** So much has been read, of so much in all. */
  public void at(long read, long total) {
    long percent = total == 0 ? 100 : Math.min(100, 100 * read / total);
    if (percent < shown + (terminal ? 1 : 20)) {
      return;
    }
    shown = percent;
    String line = "reading: " + percent + " %";
    if (terminal) {
      console.redraw(line);
      lineOpen = true;
    } else {
      console.note(line);
    }
  }

  /** Ends the line, also where reading failed: what is said next begins a new one. */
  @Override
  public void close() {
    if (lineOpen) {
      console.endLine();
      lineOpen = false;
    }
  }
}
