package io.sbr.cli.report;

import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.Locale;

/** Tells how training goes; the two kinds differ in how they tell of a step. */
public abstract class TrainProgress implements TrainListener, AutoCloseable {
  /** No banner. */
  public static final Runnable NOTHING = () -> {};

  private final Console console;
  private final Runnable banner;
  private TrainSettings settings;
  private int batches;
  private long begin;
  private long stepsHere;
  private long examplesHere;

  TrainProgress(Console console, Runnable banner) {
    this.console = console;
    this.banner = banner;
  }

  /**
   * A bar for a terminal, else lines.
   *
   * @param banner run when training begins: not sooner, because bad input is answered in one line
   */
  public static TrainProgress on(Console console, boolean terminal, int width, Runnable banner) {
    return terminal
        ? new BarProgress(console, new FileOutputStream(FileDescriptor.err), width, banner)
        : new LineProgress(console, banner);
  }

  /** Tells of a step or a piece of evaluation. */
  abstract void show(String task, long done, long total, String detail);

  /** Makes room for a line. */
  abstract void clear();

  @Override
  public void started(TrainSettings trainSettings, int batchesOfEpoch, int epoch, int batch) {
    banner.run();
    settings = trainSettings;
    batches = batchesOfEpoch;
    begin = System.nanoTime();
    if (epoch > 0 || batch > 0) {
      message("resumed at epoch " + (epoch + 1) + ", batch " + (batch + 1) + " of " + batches);
    }
  }

  @Override
  public void step(int epoch, int batch, int total, int examples, double loss, double rate) {
    stepsHere++;
    examplesHere += examples;
    double seconds = Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
    long stepsLeft = (long) (settings.byEpochs().epochs() - epoch) * batches - batch - 1;
    String detail =
        text(
            "loss %.4f, %,.0f examples/s, at most %s left",
            loss, examplesHere / seconds, duration(stepsLeft * seconds / stepsHere));
    show("epoch " + (epoch + 1) + "/" + settings.byEpochs().epochs(), batch + 1L, total, detail);
  }

  @Override
  public void evaluating(String part, int done, int total) {
    show(part, done, total, "");
  }

  @Override
  public void epoch(EpochRecord record) {
    int k = TrainSettings.SELECTION_K;
    String part = settings.protocol() == Protocol.HONEST ? "validation" : "test";
    if (settings.learning().isEmpty()) {
      message(
          text(
              "%s recall@%d %.2f, mrr@%d %.2f, %.1f s",
              part, k, record.metrics().recall(k), k, record.metrics().mrr(k), record.seconds()));
      return;
    }
    message(
        text(
            "epoch %d/%d: loss %.4f, %s recall@%d %.2f, mrr@%d %.2f, lr %.2g, %.1f s",
            record.epoch() + 1,
            settings.byEpochs().epochs(),
            record.loss(),
            part,
            k,
            record.metrics().recall(k),
            k,
            record.metrics().mrr(k),
            record.rate(),
            record.seconds()));
  }

  @Override
  public void message(String line) {
    clear();
    console.note(line);
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() {
    clear();
  }

  Console console() {
    return console;
  }

  static String duration(double seconds) {
    Duration d = Duration.ofMillis(Math.round(seconds * 1000));
    return d.toHours() > 0
        ? text("%d h %02d min", d.toHours(), d.toMinutesPart())
        : d.toMinutes() > 0
            ? text("%d min %02d s", d.toMinutes(), d.toSecondsPart())
            : text("%d s", d.toSeconds());
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
