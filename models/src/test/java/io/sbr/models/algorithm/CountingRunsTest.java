package io.sbr.models.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.counting.Baselines;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Metrics;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.CountingExplanation;
import io.sbr.models.pipeline.PerUser;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.RunEvaluation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that count go the way of all others: trained, kept, loaded, measured, explained. */
class CountingRunsTest {
  private static final Dataset DATA = Fixtures.madeUp();

  @TempDir Path temp;

  private static TrainSettings settings(String model, Protocol protocol) {
    return new TrainSettings(
        Models.settings(model), Optional.empty(), protocol, 1, 0.1, List.of(5, 20));
  }

  private static TrainResult train(
      Path folder, boolean resume, TrainSettings settings, BooleanSupplier stop) {
    return TrainingRun.train(
        folder, resume, DATA, settings, Map.of(), Optional.empty(), TrainListener.NONE, stop);
  }

  @ParameterizedTest
  @CsvSource({"pop, HONEST", "s-pop, HONEST", "markov, HONEST", "markov, PAPER", "markov, FINAL"})
  void aRunIsWhatCountingTheSameSessionsGives(String model, Protocol protocol) {
    TrainSettings settings = settings(model, protocol);
    TrainResult trained = train(temp, false, settings, () -> false);
    TrainingData cut = TrainingData.of(DATA, settings);
    Recommender counted =
        Baselines.all(cut.learned().sessions(), cut.itemCount()).stream()
            .filter(baseline -> baseline.name().equals(model))
            .findFirst()
            .orElseThrow();
    Metrics expected = new Evaluator(cut.test(), settings.ks()).evaluate(counted);
    assertThat(trained.test()).isEqualTo(expected);
    assertThat(trained.history()).hasSize(1);
    assertThat(trained.history().get(0).loss()).isNull();
    assertThat(trained.finalEpochs()).hasSize(protocol == Protocol.FINAL ? 1 : 0);

    try (SessionRecommender run = SessionRecommender.load(temp, "auto", 0)) {
      assertThat(run.info().settings()).isEqualTo(settings.on(DATA));
      RunEvaluation again = RunEvaluation.of(run, DATA, settings.ks(), (done, total) -> true);
      assertThat(again.metrics()).isEqualTo(expected);
      List<String> clicks = List.of("item-3", "item-24", "item-3");
      List<Recommendation.Item> top = run.recommend(clicks, 5).items();
      double[] scores = run.scores(clicks, DATA.items().ids());
      for (Recommendation.Item item : top) {
        assertThat(scores[DATA.items().number(item.id()) - 1]).isEqualTo(item.score());
      }
      CountingExplanation why =
          (CountingExplanation) run.explain(List.of("item-3", "no such", "item-24"), 5, false);
      assertThat(why.unknown()).containsExactly("no such");
      assertThat(why.clicks()).containsExactly("item-3", "item-24");
      for (CountingExplanation.Result result : why.results()) {
        assertThat(result.score()).isEqualTo(result.count() + result.popularity());
      }
    }
    StoredRun stored = StoredRun.read(temp);
    assertThat(stored.finished()).isTrue();
    assertThat(stored.bestIsLast()).isFalse();
    assertThat(stored.recallRanks().orElseThrow()).hasSize(cut.test().count());
  }

  @Test
  void whatWasStoppedCountsAgain() {
    TrainSettings settings = settings("markov", Protocol.HONEST);
    TrainResult stopped = train(temp, false, settings, () -> true);
    assertThat(stopped.stopped()).isTrue();
    assertThatThrownBy(() -> SessionRecommender.load(temp, "auto", 0))
        .hasMessageEndingWith("has no model yet: resume it");
    assertThat(train(temp, true, settings, () -> false).test()).isNotNull();
  }

  @Test
  void anotherModelDoesNotGoOnWithIt() {
    train(temp, false, settings("markov", Protocol.HONEST), () -> false);
    assertThatThrownBy(() -> train(temp, true, settings("pop", Protocol.HONEST), () -> false))
        .hasMessageContaining("was begun with model markov, not pop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\n2\n", "1\nx\n", "-1\n"})
  void damagedCountsAreRefusedByName(String content) throws IOException {
    train(temp, false, settings("pop", Protocol.HONEST), () -> false);
    Path file = new RunDirectory(temp).popularity();
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(content.getBytes(StandardCharsets.US_ASCII));
    }
    assertThatThrownBy(() -> SessionRecommender.load(temp, "auto", 0))
        .hasMessageContaining("popularity.csv.gz");
  }

  @Test
  void aModelWithWeightsSaysThatItNeedsABackend() {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 1);
    assertThatThrownBy(() -> train(temp, false, settings, () -> false))
        .hasMessage("srgnn computes on a backend: name one");
  }

  @Test
  void everyKindHasAnAlgorithm() {
    assertThat(Models.all())
        .allSatisfy(
            kind -> {
              Algorithm algorithm = Algorithms.of(kind);
              assertThat(algorithm.learning().isPresent()).isEqualTo(algorithm.usesBackend());
              assertThat(ModelSettings.of(kind).name()).isEqualTo(kind.name());
            });
  }

  @Test
  void oneForEachUser() {
    Dataset owned = new Dataset("owned", DATA.items(), owned(DATA.train()), owned(DATA.test()));
    PerUser all =
        PerUser.train(
            owned,
            settings("markov", Protocol.PAPER),
            new PerUser.Choice(false, 1),
            Optional.empty(),
            (user, done, total) -> {},
            () -> false);
    assertThat(all.users()).hasSize(1);
    assertThat(all.mean())
        .isEqualTo(train(temp, false, settings("markov", Protocol.PAPER), () -> false).test());
  }

  private static Sessions owned(Sessions plain) {
    long[] times = new long[plain.clicks()];
    Arrays.setAll(times, click -> 1000L * click);
    return new Sessions(plain.items(), plain.offsets(), times, null, new int[plain.count()]);
  }

  /** A folder of another format is refused in one line that says which. */
  @Test
  void anotherFormatIsRefused() throws IOException {
    train(temp, false, settings("pop", Protocol.HONEST), () -> false);
    Path file = new RunDirectory(temp).runFile();
    String content = Files.readString(file);
    assertThat(content).contains("\"format\" : 2,");
    Files.writeString(file, content.replace("\"format\" : 2,", "\"format\" : 7,"));
    assertThatThrownBy(() -> SessionRecommender.load(temp, "auto", 0))
        .hasMessage(temp + " is a run of format 7; this sbr reads formats up to 2");
    Files.writeString(file, content.replace("\"format\" : 2,", ""));
    assertThatThrownBy(() -> StoredRun.read(temp)).hasMessageStartingWith(file + " is not as the");
    Files.delete(temp.resolve("manifest.json"));
    assertThat(StoredRun.read(temp).info().format()).isEqualTo(1);
  }
}
