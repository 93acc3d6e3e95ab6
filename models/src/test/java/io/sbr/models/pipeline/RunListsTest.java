package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Dataset;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Ties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run keeps of its lists and of its rule for ties. */
class RunListsTest {
  private static final Dataset DATA = Fixtures.madeUp();

  @TempDir Path temp;

  private static TrainSettings settings(String model, Protocol protocol, Ties ties) {
    ModelSettings named = Models.settings(model);
    TrainSettings usual =
        model.equals("srgnn")
            ? Fixtures.settings(named, protocol, 3)
            : new TrainSettings(named, Optional.empty(), protocol, 1, 0.1, List.of(5, 20));
    return new TrainSettings(usual.model(), usual.learning(), protocol, 1, 0.1, usual.ks())
        .with(ties);
  }

  private static TrainResult train(Path folder, boolean resume, TrainSettings settings) {
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      return TrainingRun.train(
          folder,
          resume,
          DATA,
          settings,
          Map.of(),
          Optional.of(backend),
          TrainListener.NONE,
          () -> false);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "srgnn, HONEST, ORDERED",
    "srgnn, PAPER, ORDERED",
    "srgnn, HONEST, CONSERVATIVE",
    "markov, HONEST, ORDERED",
    "markov, PAPER, CONSERVATIVE"
  })
  void theListsKeptAreThoseOfTheModelKept(String model, Protocol protocol, Ties ties) {
    TrainSettings settings = settings(model, protocol, ties);
    TrainResult result = train(temp, false, settings);
    StoredRun stored = StoredRun.read(temp);
    TrainingData cut = TrainingData.of(DATA, settings);
    int[] clicks = cut.train().sessions().clicksByItem(cut.itemCount());
    try (SessionRecommender run = SessionRecommender.load(temp, "cpu", 1)) {
      Evaluation expected =
          new Evaluator(cut.test(), settings.ks(), ties)
              .ranksAndLists(run.recommender(), clicks, (done, total) -> true);
      assertThat(result.testLists()).isEqualTo(expected.lists().orElseThrow());
      assertThat(stored.testLists()).isEqualTo(result.testLists());
      assertThat(result.testLists().coverage(20)).isBetween(0.4, 1.0);
      RunEvaluation again = RunEvaluation.of(run, DATA, settings.ks(), (done, total) -> true);
      assertThat(again.lists()).contains(result.testLists());
      assertThat(again.ranks()).isEqualTo(stored.recallRanks().orElseThrow());
      assertThat(Metrics.of(again.ranks(), settings.ks()).recall(20))
          .isEqualTo(result.test().recall(20));
      assertThat(run.info().settings().ties()).isEqualTo(ties);
    }
    for (EpochRecord epoch : result.history()) {
      assertThat(epoch.lists() != null)
          .as("validation only compares epochs")
          .isEqualTo(protocol == Protocol.PAPER);
    }
  }

  /** A run that is not finished, too, under the protocol that looks at the test part. */
  @Test
  void anUnfinishedRunHasThoseOfItsBestEpoch() throws IOException {
    TrainResult result = train(temp, false, settings("srgnn", Protocol.PAPER, Ties.ORDERED));
    Path file = temp.resolve("history.json");
    String open =
        Files.readString(file)
            .replace("\"finished\" : true", "\"finished\" : false")
            .replaceAll(",\\s+\"test(Lists)?\" : \\{[^}]*}", "");
    assertThat(open).doesNotContain("\"test");
    Files.writeString(file, open);
    TrainingRunTest.asOfFormatOne(temp);
    assertThat(StoredRun.read(temp).testLists()).isEqualTo(result.testLists());
  }

  /** What a program wrote that knew no lists. */
  @ParameterizedTest
  @ValueSource(strings = {"HONEST", "PAPER"})
  void aHistoryWithoutListsIsReadAndGoesOn(Protocol protocol) throws IOException {
    TrainSettings settings = settings("srgnn", protocol, Ties.ORDERED);
    train(temp, false, settings);
    Path file = temp.resolve("history.json");
    String older = Files.readString(file).replaceAll(",\\s+\"(testLists|lists)\" : \\{[^}]*}", "");
    assertThat(older).doesNotContain("gini").contains("mrr@20");
    Files.writeString(file, older);
    TrainingRunTest.asOfFormatOne(temp);
    StoredRun stored = StoredRun.read(temp);
    assertThat(stored.test()).isNotNull();
    assertThat(stored.testLists()).isNull();
    TrainResult more = train(temp, true, settings.withEpochs(5));
    assertThat(more.history()).hasSize(5);
    ListMetrics lists = StoredRun.read(temp).testLists();
    assertThat(lists).isNotNull().isEqualTo(more.testLists());
  }

  @Test
  void aRunGoesOnWithItsOwnRule() {
    train(temp, false, settings("markov", Protocol.HONEST, Ties.ORDERED));
    TrainSettings other = settings("markov", Protocol.HONEST, Ties.CONSERVATIVE);
    assertThatThrownBy(() -> train(temp, true, other))
        .hasMessageContaining("was begun with ties ordered, not conservative");
    Path conservative = temp.resolve("conservative");
    train(conservative, false, other);
    assertThatThrownBy(
            () -> train(conservative, true, settings("markov", Protocol.HONEST, Ties.ORDERED)))
        .hasMessageContaining("was begun with ties conservative, not ordered");
  }

  /** The rule of a run, unless another is asked for. */
  @Test
  void anEvaluationMayHaveAnotherRule() {
    train(temp, false, settings("s-pop", Protocol.HONEST, Ties.ORDERED));
    try (SessionRecommender run = SessionRecommender.load(temp, "cpu", 1)) {
      List<Integer> ks = List.of(20);
      Evaluator.Progress quiet = (done, total) -> true;
      int[] own = RunEvaluation.of(run, DATA, ks, quiet).ranks();
      int[] other = RunEvaluation.of(run, DATA, ks, Ties.CONSERVATIVE, quiet).ranks();
      int behind = 0;
      for (int e = 0; e < own.length; e++) {
        assertThat(other[e]).isGreaterThanOrEqualTo(own[e]);
        behind += other[e] > own[e] ? 1 : 0;
      }
      assertThat(behind).as("counts are often equal").isPositive();
    }
  }
}
