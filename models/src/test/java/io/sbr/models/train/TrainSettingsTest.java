package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.data.store.StrictJson;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.tensor.Ties;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainSettingsTest {
  @Test
  void selectionDepthIsAlwaysMeasuredAndDepthsAreSorted() {
    assertThat(with(1, 1, 0.1, List.of(50, 5)).ks()).containsExactly(5, 20, 50);
  }

  @Test
  void oneSettingIsReplacedAndTheOthersStay() {
    TrainSettings two = TrainSettings.DEFAULT.withEpochs(2);
    assertThat(two.byEpochs().epochs()).isEqualTo(2);
    assertThat(two.withEpochs(TrainSettings.DEFAULT.byEpochs().epochs()))
        .isEqualTo(TrainSettings.DEFAULT);
    assertThat(two.withLossEvery(50).byEpochs().lossEvery()).isEqualTo(50);
  }

  /** Runs from before there was a choice say nothing of ties, and have the ids that they had. */
  @Test
  void onlyTheRuleForTiesThatIsNotUsualIsWritten() throws IOException {
    JsonNode usual = StrictJson.MAPPER.valueToTree(TrainSettings.DEFAULT);
    assertThat(usual.has("ties")).isFalse();
    assertThat(StrictJson.MAPPER.treeToValue(usual, TrainSettings.class).ties())
        .isEqualTo(Ties.ORDERED);
    TrainSettings conservative = conservative();
    JsonNode other = StrictJson.MAPPER.valueToTree(conservative);
    assertThat(other.get("ties").asText()).isEqualTo("conservative");
    assertThat(StrictJson.MAPPER.treeToValue(other, TrainSettings.class)).isEqualTo(conservative);
    assertThat(conservative.withEpochs(2).ties()).isEqualTo(Ties.CONSERVATIVE);
    ((ObjectNode) other).put("ties", "optimistic");
    assertThatThrownBy(() -> StrictJson.MAPPER.treeToValue(other, TrainSettings.class))
        .hasMessageContaining("ties is no rule: optimistic");
  }

  private static TrainSettings conservative() {
    return TrainSettings.DEFAULT.with(Ties.CONSERVATIVE);
  }

  @Test
  void absurdNumbersAreRefusedByName() {
    refused(() -> with(0, 1, 0.1, List.of()), "epochs must be at least 1, not 0");
    refused(() -> with(1, -3, 0.1, List.of()), "batch-size must be at least 1, not -3");
    refused(() -> with(1, 1, 1, List.of()), "validation must be");
    refused(() -> with(1, 1, Double.NaN, List.of()), "validation must be");
    refused(() -> with(1, 1, 0.1, List.of(0)), "k must be at least 1");
    refused(() -> optimizer(0, 0, 3, 0.1), "lr must be above 0");
    refused(() -> optimizer(Double.NaN, 0, 3, 0.1), "lr must be above 0");
    refused(() -> optimizer(0.1, -1, 3, 0.1), "l2 must be");
    refused(() -> optimizer(0.1, 0, 0, 0.1), "lr-step must be");
    refused(() -> optimizer(0.1, 0, 3, 1.5), "lr-gamma must be");
  }

  @Test
  void bothSchedulesOfOneProgram() {
    assertThat(rates(LrScheduleForm.TORCH10)).containsExactly(1.0, 1.0, 1.0, 0.5);
    assertThat(rates(LrScheduleForm.TORCH11)).containsExactly(1.0, 1.0, 0.5, 0.5);
  }

  private static List<Double> rates(LrScheduleForm form) {
    var schedule = new OptimizerSettings(1, 0, 3, 0.5, form, Agc.OFF).schedule(9);
    return List.of(schedule.rate(0), schedule.rate(1), schedule.rate(2), schedule.rate(3));
  }

  private static void refused(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static OptimizerSettings optimizer(double lr, double l2, int step, double gamma) {
    return new OptimizerSettings(lr, l2, step, gamma, LrScheduleForm.TORCH10, Agc.OFF);
  }

  private static TrainSettings with(int epochs, int batch, double validation, List<Integer> ks) {
    return new TrainSettings(
        TrainSettings.DEFAULT.model(),
        Optional.of(new LearningSettings(OptimizerSettings.DEFAULT, epochs, batch, 1, 10, 1000, 1)),
        Protocol.HONEST,
        1,
        validation,
        ks);
  }

  /** At least 250 steps in an epoch, unless batches would have fewer than 100 examples. */
  @ParameterizedTest
  @CsvSource({
    "512, 719470, 512",
    "512, 128000, 512",
    "512, 75000, 300",
    "512, 900, 100",
    "32, 900, 32"
  })
  void fewExamplesHaveSmallerBatches(int wanted, int examples, int batch) {
    LearningSettings settings =
        new LearningSettings(OptimizerSettings.DEFAULT, 5, wanted, 1, 3, 1000, 1);
    assertThat(settings.forExamples(examples).batchSize()).isEqualTo(batch);
    assertThat(settings.forExamples(examples).epochs()).isEqualTo(5);
  }
}
