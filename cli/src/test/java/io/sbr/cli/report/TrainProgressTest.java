package io.sbr.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.models.eval.Metrics;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.TrainSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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
