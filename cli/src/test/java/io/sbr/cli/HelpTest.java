package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.models.Models;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.train.TrainSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Help says what holds. */
class HelpTest {
  @Test
  void helpStatesTheDefaultsThatHold() {
    String help = Cli.run("train", "--help").out().replaceAll("\\s+", " ");
    TrainSettings defaults = TrainSettings.DEFAULT;
    LearningSettings learning = defaults.byEpochs();
    assertThat(help)
        .contains("default " + learning.epochs() + " (demo")
        .contains("of a step; default " + learning.batchSize())
        .contains("learning rate; default " + learning.optimizer().lr())
        .contains("decay; default " + learning.optimizer().l2())
        .contains("drops of the rate; default " + learning.optimizer().lrStep())
        .contains("each drop; default " + learning.optimizer().lrGamma())
        .contains("order; default " + learning.seed())
        .contains("input clicks; default " + defaults.minPrefix())
        .contains("validates on; default " + defaults.validation())
        .contains("without improvement; default " + learning.patience())
        .contains("within an epoch; default " + learning.checkpointEvery())
        .contains("at the loss; default " + learning.lossEvery());
  }

  @Test
  void helpSaysHowAModelLearnsOtherwise() {
    String help = Cli.run("train", "--model", "remix", "--help").out().replaceAll("\\s+", " ");
    assertThat(help)
        .contains("learns otherwise, with --epochs 5 --batch-size 512 --l2 0.0")
        .contains("--warmup 300 --average 1000");
    assertThat(Cli.run("train", "--model", "srgnn", "--help").out()).doesNotContain("otherwise");
  }

  @Test
  void helpListsEachModelsOwnSettings() {
    String help = Cli.run("train", "--help").out();
    for (ModelKind kind : Models.all()) {
      String own = Cli.run("train", "--model", kind.name(), "--help").out();
      assertThat(own.lines().filter(line -> line.startsWith("--model "))).hasSize(1);
      assertThat(own.lines()).allMatch(line -> line.length() <= 100);
      for (String text : List.of(help, own)) {
        assertThat(text).contains("--model " + kind.name() + ": ");
        for (ModelSetting<?> setting : kind.settings()) {
          assertThat(text.replaceAll("\\s+", " "))
              .contains("--" + setting.name() + "=" + setting.forms() + " " + setting.meaning())
              .contains(
                  "default %s (%s)"
                      .formatted(ModelSetting.label(setting.defaultValue()), setting.source()));
        }
      }
    }
  }

  @Test
  void helpOnPrepareListsFormatsAndRecipes() {
    String help = Cli.run("help", "prepare").out();
    assertThat(help)
        .contains("diginetica", "retailrocket", "srgnn (default)", "session-rec", "--gap");
    assertThat(Cli.run("--help").out()).contains("train", "recommend", "Exit code");
    assertThat(Cli.run("--version").out()).startsWith("sbr ");
  }
}
