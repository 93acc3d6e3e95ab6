package io.sbr.cli.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws its line, one for each epoch and each evaluation. */
final class BarProgress extends TrainProgress {
  private static final int REDRAW_MILLIS = 200;

  private final int width;
  private ProgressBar bar;
  private String task = "";

  BarProgress(Console console, int width) {
    super(console);
    this.width = width;
  }

  @Override
  void show(String name, long done, long total, String detail) {
    if (bar == null || !name.equals(task)) {
      clear();
      task = name;
      PrintStream terminal = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .hideEta()
              .clearDisplayOnFinish()
              .setConsumer(new ConsoleProgressBarConsumer(terminal, width))
              .build();
    }
    bar.setExtraMessage(detail);
    bar.stepTo(done);
  }

  @Override
  void clear() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
