package io.sbr.cli.report;

import io.sbr.data.Shown;
import java.io.OutputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws its line, one for each epoch and each evaluation. */
final class BarProgress extends TrainProgress {
  private static final int REDRAW_MILLIS = 200;

  private final PrintStream terminal;
  private final int width;
  private ProgressBar bar;
  private String task = "";

  /**
   * A bar.
   *
   * @param terminal where it is drawn, without a buffer between
   * @param width characters of a line
   */
  BarProgress(Console console, OutputStream terminal, int width, Runnable banner) {
    super(console, banner);
    this.terminal = new PrintStream(terminal, true);
    this.width = width;
  }

  @Override
  void show(String name, long done, long total, String detail) {
    if (bar == null || !name.equals(task)) {
      clear();
      task = name;
      bar =
          new ProgressBarBuilder()
              .setTaskName(Shown.text(name))
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .hideEta()
              .clearDisplayOnFinish()
              .setConsumer(new OneLine())
              .build();
    }
    bar.setExtraMessage(Shown.text(detail));
    bar.stepTo(done);
  }

  @Override
  void clear() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Does not leave the line when a bar ends: the next text takes its place. */
  private final class OneLine extends ConsoleProgressBarConsumer {
    OneLine() {
      super(terminal, width);
    }

    @Override
    public void close() {
      terminal.flush();
    }
  }
}
