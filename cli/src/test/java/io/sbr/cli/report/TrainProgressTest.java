package io.sbr.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.models.eval.Metrics;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainProgressTest {
  private final StringWriter lines = new StringWriter();
  private final Console console = new Console(null, new PrintWriter(lines), false);

  private static void train(TrainProgress progress) throws InterruptedException {
    progress.started(TrainSettings.DEFAULT, 50, 0, 0);
    for (int batch = 0; batch < 50; batch++) {
      progress.step(0, batch, 50, 100, 3.25, 1e-3);
      Thread.sleep(10);
    }
    progress.evaluating("validation", 512, 600);
    Metrics metrics = new Metrics(Map.of("recall@20", 12.5, "mrr@20", 4.25));
    progress.epoch(new EpochRecord(0, 1e-3, 3.125, metrics, 0.5, 1.0));
    progress.close();
  }

  @Test
  void aBarShowsTaskLossRateAndTimeLeft() throws InterruptedException {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    train(new BarProgress(console, terminal, 120, TrainProgress.NOTHING));
    assertThat(terminal.toString())
        .contains("epoch 1/30", "/50", "loss 3.25", "examples/s", "left", "\r")
        .doesNotContain("\n");
    assertThat(lines.toString())
        .isEqualTo(
            "epoch 1/30: loss 3.1250, validation recall@20 12.50, mrr@20 4.25, lr 0.0010, 0.5 s\n");
  }

  @Test
  void whichPhaseItIsIsSaid() {
    TrainSettings d = TrainSettings.DEFAULT;
    TrainSettings settings =
        new TrainSettings(d.model(), d.learning(), Protocol.FINAL, 1, 0.1, d.ks());
    List<String> banners = new ArrayList<>();
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    Metrics metrics = new Metrics(Map.of("recall@20", 12.5, "mrr@20", 4.25));
    try (TrainProgress progress =
        new BarProgress(console, terminal, 120, () -> banners.add("banner"))) {
      progress.started(settings, 50, 0, 0);
      progress.step(0, 0, 50, 100, 3.25, 1e-3);
      progress.epoch(new EpochRecord(0, 1e-3, 3.125, metrics, 0.5, 1.0));
      progress.anew(settings, 2, 60, 1, 7);
      progress.step(1, 7, 60, 100, 3.25, 1e-3);
      progress.finalEpoch(new FinalEpoch(1, 1e-3, 3.0, 0.25, 1.0));
    }
    assertThat(banners).hasSize(1);
    assertThat(lines.toString())
        .isEqualTo(
            """
            phase 1 of 2: the number of epochs is chosen on validation
            epoch 1/30: loss 3.1250, validation recall@20 12.50, mrr@20 4.25, lr 0.0010, 0.5 s
            phase 2 of 2: trained anew on all of train for 2 epochs
            resumed at epoch 2, batch 8 of 60
            all of train, epoch 2/2: loss 3.0000, lr 0.0010, 0.3 s
            """);
  }

  @Test
  void linesAreFew() throws InterruptedException {
    train(new LineProgress(console, TrainProgress.NOTHING));
    assertThat(lines.toString().lines()).hasSize(1);
  }

  @Test
  void aResumedRunSaysWhereItGoesOn() {
    try (TrainProgress progress = new LineProgress(console, TrainProgress.NOTHING)) {
      progress.started(TrainSettings.DEFAULT, 50, 2, 7);
    }
    assertThat(lines.toString()).isEqualTo("resumed at epoch 3, batch 8 of 50\n");
  }

  @Test
  void durationsAreWords() {
    assertThat(TrainProgress.duration(12.4)).isEqualTo("12 s");
    assertThat(TrainProgress.duration(61)).isEqualTo("1 min 01 s");
    assertThat(TrainProgress.duration(7260)).isEqualTo("2 h 01 min");
  }
}
