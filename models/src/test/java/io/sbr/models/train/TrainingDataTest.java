package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.models.Fixtures;
import io.sbr.models.learning.LearningSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

  /** 150 training and 40 test sessions. */
  @Test
  void finalChoosesOnAsManySessionsAsTestHasAndLearnsFromAll() {
    TrainingData cut = TrainingData.of(DATA, settings(Protocol.FINAL, 1, 0.3));
    assertThat(clicks(cut.train().sessions())).isEqualTo(clicks(DATA.train()).subList(0, 110));
    assertThat(clicks(cut.validation().sessions()))
        .isEqualTo(clicks(DATA.train()).subList(110, 150));
    assertThat(clicks(cut.learned().sessions())).isEqualTo(clicks(DATA.train()));
    assertThat(clicks(cut.test().sessions())).isEqualTo(clicks(DATA.test()));
    TrainingData wide = TrainingData.of(DATA, withGap(15));
    assertThat(clicks(wide.train().sessions())).isEqualTo(clicks(DATA.train()).subList(0, 95));
    assertThat(clicks(wide.validation().sessions()))
        .isEqualTo(clicks(DATA.train()).subList(110, 150));
    assertThat(clicks(wide.learned().sessions())).isEqualTo(clicks(DATA.train()));
    for (Protocol other : List.of(Protocol.HONEST, Protocol.PAPER)) {
      TrainingData same = TrainingData.of(DATA, settings(other, 1, 0.1));
      assertThat(same.learned()).isSameAs(same.train());
    }
  }

  /** Training sessions a minute apart; test begins so many minutes after the last of them. */
  @ParameterizedTest
  @CsvSource({"5, 4", "1, 0", "26, 25", "0, 0", "-30, 0"})
  void theGapIsAsLongAsThePauseBeforeTest(int pause, int gap) {
    Dataset timed = timed(pause);
    TrainSettings settings = settings(Protocol.FINAL, 1, 0.1);
    assertThat(settings.on(timed).validationGap()).hasValue(gap);
    assertThat(settings.on(timed).on(timed)).isEqualTo(settings.on(timed));
    assertThat(TrainingData.of(timed, settings).train().sessions().count()).isEqualTo(110 - gap);
    assertThat(TrainingData.of(timed, settings.on(timed)).train().sessions().count())
        .isEqualTo(110 - gap);
    assertThat(withGap(3).on(timed).validationGap()).hasValue(3);
  }

  private static Dataset timed(int pause) {
    return new Dataset(
        "timed",
        DATA.items(),
        timed(DATA.train(), 0),
        timed(DATA.test(), DATA.train().count() - 1 + pause));
  }

  private static Sessions timed(Sessions sessions, int minute) {
    long[] times = new long[sessions.clicks()];
    for (int s = 0; s < sessions.count(); s++) {
      for (int i = 0; i < sessions.length(s); i++) {
        times[sessions.offset(s) + i] = 1_700_000_000_000L + (minute + s) * 60_000L + i * 100_000L;
      }
    }
    return new Sessions(sessions.items(), sessions.offsets(), times, null, null);
  }

  private static TrainSettings withGap(int gap) {
    TrainSettings s = settings(Protocol.FINAL, 1, 0.1);
    return new TrainSettings(
        s.model(),
        s.learning(),
        Protocol.FINAL,
        1,
        0.1,
        OptionalInt.of(gap),
        s.lastView(),
        s.ks(),
        s.ties());
  }

  @Test
  void finalSaysWhereItCannotChoose() {
    Sessions train = DATA.train();
    refused(
        new Dataset("whole", DATA.items(), train, Sessions.of()),
        "whole: no test sessions, and the final protocol validates on as many; use --protocol"
            + " honest");
    refused(
        new Dataset("half", DATA.items(), train.range(0, 79), DATA.test()),
        "half: the final protocol would validate on 40 sessions, as many as test has, and leave"
            + " fewer than half of the 79 train sessions to choose with; use --protocol honest");
    refused(
        timed(40),
        "timed: the final protocol would validate on 40 sessions, as many as test has, leave out"
            + " 39 before them, and leave fewer than half of the 150 train sessions to choose"
            + " with; use --protocol honest or a smaller --validation-gap");
    TrainingData most =
        TrainingData.of(
            new Dataset("half", DATA.items(), train.range(0, 80), DATA.test()),
            settings(Protocol.FINAL, 1, 0.1));
    assertThat(most.train().sessions().count()).isEqualTo(40);
  }

  private static void refused(Dataset data, String message) {
    TrainSettings settings = settings(Protocol.FINAL, 1, 0.1);
    assertThatThrownBy(() -> TrainingData.of(data, settings))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> settings.on(data)).hasMessage(message);
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
