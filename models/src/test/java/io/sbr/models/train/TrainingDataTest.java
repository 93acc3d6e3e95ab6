package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.models.Fixtures;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each protocol learns from, chooses on and reports (docs/pipeline.md, section 9). */
class TrainingDataTest {
  private static final Dataset DATA = Fixtures.madeUp(); // 150 training sessions

  @ParameterizedTest
  @CsvSource({"0.1, 135", "0.3, 105"})
  void honestChoosesOnTheLastTrainingSessions(double validation, int learned) {
    TrainingData cut = TrainingData.of(DATA, settings(Protocol.HONEST, 1, validation));
    assertThat(clicks(cut.train().sessions())).isEqualTo(clicks(DATA.train()).subList(0, learned));
    assertThat(clicks(cut.validation().sessions()))
        .isEqualTo(clicks(DATA.train()).subList(learned, 150));
    assertThat(clicks(cut.test().sessions())).isEqualTo(clicks(DATA.test()));
    assertThat(cut.itemCount()).isEqualTo(50);
  }

  @Test
  void paperLearnsFromAllAndChoosesOnTest() {
    TrainingData cut = TrainingData.of(DATA, settings(Protocol.PAPER, 1, 0.3));
    assertThat(clicks(cut.train().sessions())).isEqualTo(clicks(DATA.train()));
    assertThat(cut.validation()).isSameAs(cut.test());
    assertThat(clicks(cut.test().sessions())).isEqualTo(clicks(DATA.test()));
  }

  @Test
  void shortInputsAreLeftOutOfEveryPart() {
    TrainingData cut = TrainingData.of(DATA, settings(Protocol.HONEST, 3, 0.1));
    for (Examples part : List.of(cut.train(), cut.validation(), cut.test())) {
      int targets = clicks(part.sessions()).stream().mapToInt(s -> Math.max(0, s.size() - 3)).sum();
      assertThat(part.count()).isEqualTo(targets).isPositive();
    }
  }

  @Test
  void aPartWithoutExamplesIsNamed() {
    int[] two = {1, 2};
    int[] one = {3};
    refused(
        Protocol.HONEST,
        1,
        Sessions.of(two, two, one),
        "no validation session has more than 1 click; raise the validation share");
    refused(
        Protocol.HONEST,
        2,
        Sessions.of(new int[] {1, 2, 3}, two),
        "no validation session has more than 2 clicks; raise the validation share");
    refused(
        Protocol.PAPER,
        1,
        Sessions.of(two, two, one),
        "no test session has more than 1 click, and the paper protocol needs one");
  }

  /** With a test part that gives no example, which honest can do without. */
  private static void refused(Protocol protocol, int minPrefix, Sessions train, String message) {
    Dataset data = new Dataset("small", DATA.items(), train, Sessions.of(new int[] {1}));
    assertThatThrownBy(() -> TrainingData.of(data, settings(protocol, minPrefix, 0.1)))
        .isInstanceOf(DataException.class)
        .hasMessage("small: " + message);
  }

  private static List<List<Integer>> clicks(Sessions sessions) {
    return IntStream.range(0, sessions.count())
        .mapToObj(s -> IntStream.of(sessions.items(s)).boxed().toList())
        .toList();
  }

  private static TrainSettings settings(Protocol protocol, int minPrefix, double validation) {
    TrainSettings s = Fixtures.settings(protocol, 1);
    return new TrainSettings(
        s.model(),
        Optional.of(
            new LearningSettings(
                s.byEpochs().optimizer(),
                s.byEpochs().epochs(),
                s.byEpochs().batchSize(),
                s.byEpochs().seed(),
                s.byEpochs().patience(),
                s.byEpochs().checkpointEvery(),
                s.byEpochs().lossEvery())),
        protocol,
        minPrefix,
        validation,
        s.ks());
  }
}
