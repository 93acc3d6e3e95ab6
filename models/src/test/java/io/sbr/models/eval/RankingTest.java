package io.sbr.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.TestBackends;
import io.sbr.models.counting.Baselines;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.sparse.Fill;
import io.sbr.models.sparse.ReachedItems;
import io.sbr.models.sparse.Rest;
import io.sbr.models.sparse.SparseRecommender;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recommenders of all kinds rank by both rules for ties and make their lists in the same pass. The
 * oracle is the full row of scores.
 */
class RankingTest {
  private static final Sessions TRAIN = Fixtures.madeUp().train();
  private static final int ITEMS = Fixtures.madeUp().items().size();

  /** Asked in any order, some sessions twice, others not. */
  private static final int[] SESSIONS = {0, 0, 3, 1, 5, 5, 5, 2, 7};

  private static final int[] TARGETS = {1, 50, 7, 13, 20, 21, 22, 49, 33};

  private static GraphBatch batch(Recommender recommender) {
    Examples examples = new Examples(TRAIN, 1);
    return new BatchBuilder(ITEMS, recommender.needs(), examples.longestInput())
        .build(examples, IntStream.range(0, 8).toArray());
  }

  /** Counts few clicks, so that many items are equally popular. */
  static Stream<Recommender> withTables() {
    List<Recommender> all = new ArrayList<>(Baselines.all(few(), ITEMS));
    all.add(sparse(Rest.byNumber(ITEMS)));
    all.add(sparse(Rest.byPopularity(Popularity.of(few(), ITEMS))));
    return all.stream();
  }

  private static Sessions few() {
    return TRAIN.chosen(IntStream.range(0, 12).toArray());
  }

  /** Whole scores from −2 to 2, so that many are equal, 0 among those reached. */
  private static Recommender sparse(Rest rest) {
    return sparse(rest, Fill.POP);
  }

  private static Recommender sparse(Rest rest, Fill fill) {
    return new SparseRecommender("sparse", rest, fill, RankingTest::scorer);
  }

  private static SparseRecommender.Scorer scorer() {
    ReachedItems reached = new ReachedItems(ITEMS);
    return (clicks, from, to) -> {
      reached.clear();
      for (int item = 1; item <= ITEMS; item++) {
        if (Philox.below(3, clicks[to - 1], 0, item) > 0) {
          reached.add(item, Philox.below(5, clicks[to - 1], 1, item) - 2);
        }
      }
      return reached;
    };
  }

  @ParameterizedTest
  @MethodSource("withTables")
  void theConservativeRankCountsAllEqualScores(Recommender recommender) {
    assertConservative(recommender);
    assertBothInOnePass(recommender);
  }

  /** What a method does not reach, and nothing fills up, is behind all by either rule. */
  @Test
  void withoutFillOnlyWhatIsReachedIsCounted() {
    Recommender recommender = sparse(Rest.byNumber(ITEMS), Fill.NONE);
    GraphBatch batch = batch(recommender);
    int[] ranks = recommender.ranks(batch, Ties.CONSERVATIVE, SESSIONS, TARGETS);
    int[] ordered = recommender.ranks(batch, Ties.ORDERED, SESSIONS, TARGETS);
    List<TopItems> lists = recommender.topK(batch, ITEMS, null);
    int unreached = 0;
    for (int t = 0; t < TARGETS.length; t++) {
      TopItems list = lists.get(SESSIONS[t]);
      int target = TARGETS[t];
      int place =
          IntStream.range(0, list.items().length)
              .filter(i -> list.items()[i] == target)
              .findFirst()
              .orElse(-1);
      if (place < 0) {
        unreached++;
        assertThat(ranks[t]).isEqualTo(ITEMS);
      } else {
        double wanted = list.scores()[place];
        assertThat(ordered[t]).isEqualTo(place + 1);
        assertThat(ranks[t])
            .isEqualTo((int) Arrays.stream(list.scores()).filter(s -> s >= wanted).count());
      }
    }
    assertThat(unreached).isBetween(1, TARGETS.length - 1);
    assertBothInOnePass(recommender);
  }

  static Stream<Object[]> models() {
    return TestBackends.all().stream()
        .flatMap(
            backend ->
                Stream.of("srgnn", "tagnn", "psrgat").map(model -> new Object[] {backend, model}));
  }

  /** One for each kind of scores; half of the items have the weights of another. */
  @ParameterizedTest
  @MethodSource("models")
  void modelsWithWeightsDoSoOnEveryBackend(TestBackends.Named named, String name) {
    try (Backend backend = named.create();
        Arena weights = new Arena(backend)) {
      TransitionCounts counts = TransitionCounts.of(TRAIN, ITEMS);
      SessionModel model =
          Models.create(
              Models.settings(name).with(GnnSettings.HIDDEN, 8),
              new ModelContext(ITEMS, Optional.of(counts), weights, 1));
      Tensor table = model.itemTable().orElseThrow().value();
      double[] rows = table.toDoubles();
      int width = table.cols();
      for (int item = 0; item + 1 < table.rows(); item += 2) {
        System.arraycopy(rows, item * width, rows, (item + 1) * width, width);
      }
      backend.write(rows, table);
      NeuralRecommender recommender = new NeuralRecommender(model, backend);
      int[] ordered = recommender.ranks(batch(recommender), SESSIONS, TARGETS);
      assertThat(recommender.ranks(batch(recommender), Ties.CONSERVATIVE, SESSIONS, TARGETS))
          .as("there are ties")
          .isNotEqualTo(ordered);
      assertConservative(recommender);
      assertBothInOnePass(recommender);
      assertBothInOnePass(recommender.frozen(weights));
    }
  }

  private static void assertConservative(Recommender recommender) {
    GraphBatch batch = batch(recommender);
    double[] scores = recommender.scores(batch);
    int[] ranks = recommender.ranks(batch, Ties.CONSERVATIVE, SESSIONS, TARGETS);
    int[] ordered = recommender.ranks(batch, Ties.ORDERED, SESSIONS, TARGETS);
    assertThat(recommender.ranks(batch, SESSIONS, TARGETS)).isEqualTo(ordered);
    for (int t = 0; t < TARGETS.length; t++) {
      int from = SESSIONS[t] * ITEMS;
      double wanted = scores[from + TARGETS[t] - 1];
      long above = Arrays.stream(scores, from, from + ITEMS).filter(s -> s > wanted).count();
      long notBelow = Arrays.stream(scores, from, from + ITEMS).filter(s -> s >= wanted).count();
      assertThat(ranks[t])
          .as("%s, item %d after session %d", recommender.name(), TARGETS[t], SESSIONS[t])
          .isEqualTo((int) notBelow);
      assertThat(ordered[t]).isBetween((int) above + 1, (int) notBelow);
    }
  }

  private static void assertBothInOnePass(Recommender recommender) {
    GraphBatch batch = batch(recommender);
    for (Ties ties : Ties.values()) {
      for (int k : new int[] {1, 20, 100}) {
        Recommender.Ranking both = recommender.ranksAndTopK(batch, ties, SESSIONS, TARGETS, k);
        assertThat(both.ranks()).isEqualTo(recommender.ranks(batch, ties, SESSIONS, TARGETS));
        List<TopItems> alone = recommender.topK(batch, k, null);
        assertThat(both.top()).hasSameSizeAs(alone);
        for (int b = 0; b < alone.size(); b++) {
          assertThat(both.top().get(b).items()).isEqualTo(alone.get(b).items());
          assertThat(both.top().get(b).scores()).isEqualTo(alone.get(b).scores());
        }
      }
    }
  }

  /** Equal inputs are scored once, and recommended to each of those who made them. */
  @Test
  void aListCountsForEveryExampleOfItsInput() {
    Sessions test = Sessions.of(new int[] {4, 9, 1}, new int[] {4, 9, 2}, new int[] {4, 9, 4, 3});
    int[] clicks = TRAIN.clicksByItem(ITEMS);
    Examples examples = new Examples(test, 1);
    for (Recommender recommender : Baselines.all(TRAIN, ITEMS)) {
      ListCounts one = new ListCounts(clicks, List.of(2, 5));
      BatchBuilder builder = new BatchBuilder(ITEMS, recommender.needs(), 3);
      for (int e = 0; e < examples.count(); e++) {
        GraphBatch batch = builder.build(examples, new int[] {e});
        one.add(recommender.topK(batch, 5, null).get(0).items(), 1);
      }
      Evaluator evaluator = new Evaluator(examples, List.of(5, 2));
      Evaluation all = evaluator.ranksAndLists(recommender, clicks, (done, total) -> true);
      assertThat(all.lists()).contains(one.metrics());
      assertThat(all.ranks()).isEqualTo(evaluator.ranks(recommender, (done, total) -> true));
    }
  }

  @Test
  void theMostPopularItemsCoverWhatIsSeen() {
    Recommender pop = Baselines.all(TRAIN, ITEMS).get(0);
    Evaluation all =
        new Evaluator(new Examples(Fixtures.madeUp().test(), 1), List.of(20))
            .ranksAndLists(pop, TRAIN.clicksByItem(ITEMS), (done, total) -> true);
    assertThat(TRAIN.clicksByItem(ITEMS)).as("all are items of train").containsOnlyOnce(0);
    assertThat(all.lists().orElseThrow().coverage(20)).isEqualTo(20.0 / ITEMS);
    assertThat(all.lists().orElseThrow().gini(20)).isCloseTo(1 - 20.0 / ITEMS, within(1e-12));
  }
}
