package io.sbr.cli.report;

/** Plain lines for files and pipes: one at most every ten seconds. */
final class LineProgress extends TrainProgress {
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private long next = System.nanoTime() + PAUSE_NANOS;

  LineProgress(Console console, Runnable banner) {
    super(console, banner);
  }

  @Override
  void show(String task, long done, long total, String detail) {
    if (System.nanoTime() - next < 0) {
      return;
    }
    console()
        .note("  " + task + ": " + done + " of " + total + (detail.isEmpty() ? "" : ", " + detail));
    next = System.nanoTime() + PAUSE_NANOS;
  }

  @Override
  void clear() {
    next = System.nanoTime() + PAUSE_NANOS; // a line has just been written
  }
}
