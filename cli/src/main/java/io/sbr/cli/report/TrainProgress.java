package io.sbr.cli.report;

import io.sbr.models.learning.LearningSettings;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
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
  private boolean anew;
  private int epochs;
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
    begin(trainSettings, batchesOfEpoch);
    epochs = settings.learning().map(LearningSettings::epochs).orElse(1);
    if (settings.protocol() == Protocol.FINAL) {
      message(
          settings.learning().isEmpty() || !settings.choosesEpoch()
              ? "phase 1 of 2: measured on validation"
              : "phase 1 of 2: the number of epochs is chosen on validation");
    }
    resumed(epoch, batch);
  }

  @Override
  public void anew(
      TrainSettings trainSettings, int chosen, int batchesOfEpoch, int epoch, int batch) {
    begin(trainSettings, batchesOfEpoch);
    epochs = chosen;
    anew = true;
    String length = text("%d %s", chosen, chosen == 1 ? "epoch" : "epochs");
    if (settings.learning().isEmpty()) {
      message("phase 2 of 2: learned anew from all of train");
    } else if (settings.choosesAnything()) {
      message("phase 2 of 2: trained anew on all of train for " + length);
    } else {
      message("trained on all of train for " + length + ": there is nothing to choose");
    }
    resumed(epoch, batch);
  }

  private void begin(TrainSettings trainSettings, int batchesOfEpoch) {
    if (settings == null) {
      banner.run(); // once, whichever phase a run goes on with
    }
    settings = trainSettings;
    batches = batchesOfEpoch;
    begin = System.nanoTime();
    stepsHere = 0;
    examplesHere = 0;
  }

  private void resumed(int epoch, int batch) {
    if (epoch > 0 || batch > 0) {
      message("resumed at epoch " + (epoch + 1) + ", batch " + (batch + 1) + " of " + batches);
    }
  }

  /** An epoch of how many. */
  private String place(int epoch) {
    return (anew ? "all of train, epoch " : "epoch ") + (epoch + 1) + "/" + epochs;
  }

  @Override
  public void step(int epoch, int batch, int total, int examples, double loss, double rate) {
    stepsHere++;
    examplesHere += examples;
    double seconds = Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
    long stepsLeft = (long) (epochs - epoch) * batches - batch - 1;
    String left = duration(stepsLeft * seconds / stepsHere);
    // What comes after the first phase is not counted.
    String detail =
        text(
            "loss %.4f, %,.0f examples/s, at most %s left%s",
            loss,
            examplesHere / seconds,
            left,
            settings.protocol() == Protocol.FINAL && !anew ? " of phase 1" : "");
    show(place(epoch), batch + 1L, total, detail);
  }

  @Override
  public void evaluating(String part, int done, int total) {
    show(part, done, total, "");
  }

  @Override
  public void epoch(EpochRecord record) {
    int k = TrainSettings.SELECTION_K;
    String part = settings.protocol().comparesOn();
    if (settings.learning().isEmpty()) {
      message(
          text(
              "%s recall@%d %.2f, mrr@%d %.2f, %.1f s",
              part, k, record.metrics().recall(k), k, record.metrics().mrr(k), record.seconds()));
      return;
    }
    message(
        text(
            "%s: loss %.4f, %s recall@%d %.2f, mrr@%d %.2f, lr %.2g, %.1f s",
            place(record.epoch()),
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
  public void finalEpoch(FinalEpoch record) {
    message(
        settings.learning().isEmpty()
            ? text("learned, %.1f s", record.seconds())
            : text(
                "%s: loss %.4f, lr %.2g, %.1f s",
                place(record.epoch()), record.loss(), record.rate(), record.seconds()));
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
