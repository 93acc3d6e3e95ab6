package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Split;
import io.sbr.models.Fixtures;
import io.sbr.models.pipeline.Recommendation.Item;
import io.sbr.models.pipeline.Recommendation.Source;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRecommenderTest {
  @TempDir static Path temp;
  private static Path run;
  private static TrainResult trained;

  @BeforeAll
  static void train() {
    run = temp.resolve("run");
    try (Backend backend = Backends.choose("cpu", 2).backend()) {
      trained =
          TrainingRun.train(
              run,
              false,
              Fixtures.madeUp(),
              Fixtures.settings(Protocol.HONEST, 3),
              Map.of("epochs", "option"),
              Optional.of(backend),
              TrainListener.NONE,
              () -> false);
    }
  }

  private static SessionRecommender load() {
    return SessionRecommender.load(run, "cpu", 2);
  }

  @Test
  void bestItemsComeFirstAndCarryTheirScores() {
    try (SessionRecommender shop = load()) {
      Recommendation top = shop.recommend(List.of("item-3", "item-24"), 10);
      assertThat(top.items()).hasSize(10);
      List<String> ids = top.items().stream().map(Item::id).toList();
      double[] scores = shop.scores(List.of("item-3", "item-24"), ids);
      for (int i = 0; i < 10; i++) {
        assertThat(top.items().get(i).score()).isEqualTo(scores[i]);
        assertThat(i == 0 || scores[i] <= scores[i - 1]).isTrue();
      }
      double[] all = shop.scores(List.of("item-3", "item-24"), shop.items().ids());
      assertThat(Arrays.stream(all).filter(s -> s > scores[9]).count()).isLessThanOrEqualTo(9);
    }
  }

  /** Neither the copied item table nor the weights that a model begins with leave a trace. */
  @Test
  void loadedForOneCallItAnswersTheSame() {
    List<List<String>> sessions = List.of(List.of("item-3", "item-24"), List.of("item-7"));
    try (Backend backend = Backends.choose("cpu", 2).backend();
        SessionRecommender once = SessionRecommender.loadForOneCall(run, Optional.of(backend));
        SessionRecommender shop = load()) {
      assertThat(once.recommend(sessions, 10, true)).isEqualTo(shop.recommend(sessions, 10, true));
      assertThat(once.scores(sessions.get(0), shop.items().ids()))
          .isEqualTo(shop.scores(sessions.get(0), shop.items().ids()));
    }
  }

  @Test
  void unknownClicksAreDroppedAndCounted() {
    try (SessionRecommender shop = load()) {
      Recommendation with = shop.recommend(List.of("nowhere", "item-3", "nothing", "item-24"), 5);
      assertThat(with.unknownClicks()).isEqualTo(2);
      assertThat(with.knownClicks()).isEqualTo(2);
      assertThat(with.items()).isEqualTo(shop.recommend(List.of("item-3", "item-24"), 5).items());
      assertThat(shop.scores(List.of("item-3"), List.of("nothing", "item-1"))[0]).isNaN();
    }
  }

  /** One behaviour: alone, in a mixed batch, in a batch of nothing else. */
  @Test
  void aSessionOfUnknownItemsHasAnEmptyAnswerThatSaysSo() {
    try (SessionRecommender shop = load()) {
      Recommendation nothing = new Recommendation(List.of(), 0, 2, Set.of());
      List<String> unknown = List.of("nowhere", "nothing");
      assertThat(shop.recommend(unknown, 5)).isEqualTo(nothing);
      assertThat(nothing.source()).isEqualTo(Source.NOTHING);
      assertThat(shop.recommend(List.of(unknown, unknown), 5, true))
          .containsExactly(nothing, nothing);
      List<Recommendation> mixed =
          shop.recommend(List.of(unknown, List.of("item-3"), List.of()), 5, false);
      assertThat(mixed.get(0)).isEqualTo(nothing);
      assertThat(mixed.get(1)).isEqualTo(shop.recommend(List.of("item-3"), 5));
      assertThat(mixed.get(1).source()).isEqualTo(Source.MODEL);
      assertThat(mixed.get(2)).isEqualTo(new Recommendation(List.of(), 0, 0, Set.of()));
      assertThat(shop.recommend(List.of(), 5, false)).isEmpty();
      assertThat(shop.scores(unknown, List.of("item-1", "nowhere"))).containsOnly(Double.NaN);
      assertThatThrownBy(() -> shop.explain(unknown, 5, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the run knows none of the clicked items");
    }
  }

  @Test
  void popularItemsStandInIfAskedFor() {
    int[] clicks = new int[51];
    // honest: epochs are compared on the last tenth of train, which nothing is counted in
    for (int item : Split.byFraction(Fixtures.madeUp().train(), 0.1).first().items()) {
      clicks[item]++;
    }
    List<String> popular =
        IntStream.rangeClosed(1, 50)
            .boxed()
            .sorted(Comparator.comparingInt(item -> -clicks[item]))
            .map(item -> "item-" + item)
            .limit(7)
            .toList();
    try (SessionRecommender shop = load()) {
      RankingOptions options = RankingOptions.top(7).orPopular();
      Recommendation answer = shop.recommend(Clicks.of("nowhere"), options);
      assertThat(answer.items()).extracting(Item::id).isEqualTo(popular);
      assertThat(answer.items())
          .extracting(Item::score)
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(answer.source()).isEqualTo(Source.POPULARITY);
      assertThat(answer.knownClicks()).isZero();
      assertThat(shop.recommend(Clicks.of("item-3"), options))
          .isEqualTo(shop.recommend(Clicks.of("item-3"), RankingOptions.top(7)));
    }
  }

  @Test
  void aRunThatKeepsNoPopularitySaysSo() throws IOException {
    Path old = Files.createDirectory(temp.resolve("old"));
    for (String name : List.of("run.json", "items.csv.gz", "model.safetensors", "manifest.json")) {
      Files.copy(run.resolve(name), old.resolve(name));
    }
    TrainingRunTest.asOfFormatOne(old);
    try (SessionRecommender shop = SessionRecommender.load(old, "cpu", 1)) {
      assertThat(shop.recommend(List.of("item-3"), 5).items()).hasSize(5);
      assertThatThrownBy(
              () -> shop.recommend(Clicks.of("nowhere"), RankingOptions.top(5).orPopular()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not say which items are popular");
    }
  }

  @Test
  void seenItemsAreLeftOutWhenAskedFor() {
    try (SessionRecommender shop = load()) {
      List<String> clicks = List.of("item-9", "item-2", "item-9");
      List<Recommendation> all = shop.recommend(List.of(clicks), 1000, true);
      assertThat(all.get(0).items()).hasSize(48);
      assertThat(all.get(0).items()).extracting(Item::id).doesNotContainAnyElementsOf(clicks);
      assertThat(shop.recommend(clicks, 1000).items()).hasSize(50);
      assertThatThrownBy(() -> shop.recommend(clicks, 0)).hasMessageContaining("k must be");
    }
  }

  @Test
  void aBatchAndManyThreadsGiveTheAnswersOfSingleCalls() {
    try (SessionRecommender shop = load()) {
      List<List<String>> sessions =
          IntStream.range(0, 700)
              .mapToObj(i -> List.of("item-" + (1 + i % 50), "item-" + (1 + i * 7 % 50)))
              .toList();
      List<Recommendation> batch = shop.recommend(sessions, 3, true);
      assertThat(
              IntStream.range(0, 100)
                  .parallel()
                  .mapToObj(i -> shop.recommend(List.of(sessions.get(i)), 3, true).get(0))
                  .toList())
          .isEqualTo(batch.subList(0, 100));
      assertThat(shop.recommend(List.of(sessions.get(699)), 3, true).get(0))
          .isEqualTo(batch.get(699));
    }
  }

  @Test
  void evaluationOfItsOwnTestPartRepeatsTheRunsFigures() {
    try (SessionRecommender shop = load()) {
      RunEvaluation own =
          RunEvaluation.of(
              shop, Fixtures.madeUp(), shop.info().settings().ks(), (done, total) -> true);
      assertThat(own.metrics()).isEqualTo(trained.test());
      assertThat(own.unknownTargets() + own.droppedClicks() + own.skipped()).isZero();
      assertThat(shop.info().origins()).containsEntry("epochs", "option");
    }
  }

  @Test
  void whatIsNotARunIsRefusedByName() throws IOException {
    assertThatThrownBy(() -> SessionRecommender.load(temp, "cpu", 1))
        .hasMessage(temp + " is not a run: it has no run.json");
    Path broken = Files.createDirectory(temp.resolve("broken"));
    for (String name : List.of("run.json", "manifest.json", "items.csv.gz")) {
      Files.copy(run.resolve(name), broken.resolve(name));
    }
    assertThatThrownBy(() -> SessionRecommender.load(broken, "cpu", 1))
        .hasMessageStartingWith(broken.resolve("model.safetensors") + " is missing");
    TrainingRunTest.asOfFormatOne(broken); // what follows is found behind the hashes
    assertThatThrownBy(() -> SessionRecommender.load(broken, "cpu", 1))
        .hasMessageContaining("has no model yet");
    Files.writeString(broken.resolve("model.safetensors"), "not a model at all");
    assertThatThrownBy(() -> SessionRecommender.load(broken, "cpu", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model.safetensors");
    byte[] items = Files.readAllBytes(run.resolve("items.csv.gz"));
    Files.write(broken.resolve("items.csv.gz"), Arrays.copyOf(items, items.length / 2));
    assertThatThrownBy(() -> SessionRecommender.load(broken, "cpu", 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("items.csv.gz");
    Files.writeString(broken.resolve("items.csv.gz"), "not gzip");
    assertThatThrownBy(() -> SessionRecommender.load(broken, "cpu", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("items.csv.gz");
    Files.writeString(broken.resolve("run.json"), "{\"version\": ");
    assertThatThrownBy(() -> SessionRecommender.load(broken, "cpu", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run.json is malformed");
    assertThatThrownBy(() -> SessionRecommender.load(run, "abacus", 1))
        .hasMessageContaining("no device 'abacus'");
  }
}
