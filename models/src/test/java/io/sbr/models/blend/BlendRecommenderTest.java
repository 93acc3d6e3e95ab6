package io.sbr.models.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Metrics;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SparseRecommender;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On a network with initial weights: what is said of ranks and sums holds for any. */
class BlendRecommenderTest {
  private static final Examples EXAMPLES = new Examples(Fixtures.madeUp().train(), 1);
  private static final int N = Fixtures.madeUp().items().size();
  private static Backend backend;
  private static Arena arena;

  @BeforeAll
  static void open() {
    backend = Backends.choose("cpu", 2).backend();
    arena = new Arena(backend);
  }

  @AfterAll
  static void close() {
    arena.close();
    backend.close();
  }

  private static NeuralRecommender network(NeuralKind kind) {
    Sessions train = Fixtures.madeUp().train();
    ModelSettings settings = ModelSettings.of(kind).with(GnnSettings.HIDDEN, 8);
    ModelContext context =
        new ModelContext(N, Optional.of(TransitionCounts.of(train, N)), arena, 1);
    return new NeuralRecommender(Models.create(settings, context), backend);
  }

  private static NeuralRecommender network() {
    return network((NeuralKind) Models.kind("srgnn"));
  }

  /** With an index of so few sessions that some prefixes have no neighbour. */
  private static SparseRecommender neighbours(int sessions) {
    Sessions some = Fixtures.madeUp().train().chosen(IntStream.range(0, sessions).toArray());
    return NeighbourModel.learn(Models.settings("v-sknn"), some, Popularity.of(some, N))
        .recommender();
  }

  static BlendWeights weights(double gamma, double... lambda) {
    double[] all = IntStream.range(0, 15).mapToDouble(b -> lambda[b % lambda.length]).toArray();
    List<BlendWeights.Tried> tried =
        BlendWeights.GAMMAS.stream().map(g -> new BlendWeights.Tried(g, 1, 1)).toList();
    return BlendWeights.of(0, gamma, new Buckets(0.5, 3), all, new int[15], tried);
  }

  private static BlendRecommender blend(double gamma, double... lambda) {
    return new BlendRecommender(network(), neighbours(40), weights(gamma, lambda));
  }

  private static GraphBatch batch(Recommender model, int... examples) {
    return new BatchBuilder(N, model.needs(), EXAMPLES.longestInput()).build(EXAMPLES, examples);
  }

  private static int[] all() {
    return IntStream.range(0, 200).toArray();
  }

  static List<NeuralKind> networks() {
    return Models.neural();
  }

  /** P by its definition, from scores and shares, for every network. */
  @ParameterizedTest
  @MethodSource("networks")
  void scoresAreTheMixture(NeuralKind kind) {
    NeuralRecommender network = network(kind);
    SparseRecommender neighbours = neighbours(40);
    BlendWeights weights = weights(0.75, 0.1, 0.4, 0.7);
    GraphBatch batch = batch(network, all());
    double[] blended = new BlendRecommender(network, neighbours, weights).scores(batch);
    double[] scores = network.scores(batch);
    double[] said = neighbours.scores(batch);
    int alone = 0;
    for (int b = 0; b < batch.sessions(); b++) {
      double[] p = softmax(Arrays.copyOfRange(scores, b * N, (b + 1) * N));
      double[] votes = Arrays.copyOfRange(said, b * N, (b + 1) * N);
      double support = Arrays.stream(votes).sum();
      int length = batch.clickOffsets()[b + 1] - batch.clickOffsets()[b];
      double lambda = support == 0 ? 0 : weights.lambda(length, support);
      double[] powers = Arrays.stream(votes).map(v -> Math.pow(v, 0.75)).toArray();
      double sum = support == 0 ? 1 : Arrays.stream(powers).sum();
      alone += support == 0 ? 1 : 0;
      double total = 0;
      for (int i = 0; i < N; i++) {
        double expected = (1 - lambda) * p[i] + lambda * powers[i] / sum;
        assertThat(blended[b * N + i]).isCloseTo(expected, within(1e-10));
        total += blended[b * N + i];
      }
      assertThat(total).isCloseTo(1, within(1e-12));
    }
    assertThat(alone).isBetween(1, 150);
  }

  private static double[] softmax(double[] scores) {
    double most = Arrays.stream(scores).max().orElseThrow();
    double[] e = Arrays.stream(scores).map(s -> Math.exp(s - most)).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(x -> x / sum).toArray();
  }

  @ParameterizedTest
  @EnumSource(Ties.class)
  void ranksAndListsAreThoseOfTheScores(Ties ties) {
    BlendRecommender blend = blend(1, 0.2, 0.6, 0.9);
    GraphBatch batch = batch(blend, all());
    double[] scores = blend.scores(batch);
    int[] sessions = IntStream.range(0, 3 * batch.sessions()).map(t -> t / 3).toArray();
    int[] targets = IntStream.range(0, sessions.length).map(t -> 1 + (t * 7) % N).toArray();
    int[] ranks = blend.ranks(batch, ties, sessions, targets);
    for (int t = 0; t < ranks.length; t++) {
      double[] own = Arrays.copyOfRange(scores, sessions[t] * N, (sessions[t] + 1) * N);
      int target = targets[t] - 1;
      long before =
          IntStream.range(0, N)
              .filter(
                  i ->
                      own[i] > own[target]
                          || own[i] == own[target]
                              && i != target
                              && (ties == Ties.CONSERVATIVE || i < target))
              .count();
      assertThat(ranks[t]).isEqualTo(1 + (int) before);
    }
    Recommender.Ranking both = blend.ranksAndTopK(batch, ties, sessions, targets, 9);
    assertThat(both.ranks()).isEqualTo(ranks);
    int[][] nothing = new int[batch.sessions()][0];
    assertLists(both.top(), scores, 9, nothing);
    int[][] excluded =
        IntStream.range(0, batch.sessions())
            .mapToObj(b -> new int[] {1 + b % 5, 20 + b % 9})
            .toArray(int[][]::new);
    assertLists(blend.topK(batch, 9, null), scores, 9, nothing);
    assertLists(blend.topK(batch, 9, excluded), scores, 9, excluded);
    assertLists(blend.topK(batch, N + 7, excluded), scores, N, excluded);
  }

  private static void assertLists(List<TopItems> lists, double[] scores, int k, int[][] excluded) {
    for (int b = 0; b < lists.size(); b++) {
      int row = b * N;
      int[] without = excluded[b];
      int[] expected =
          IntStream.rangeClosed(1, N)
              .filter(item -> Arrays.binarySearch(without, item) < 0)
              .boxed()
              .sorted(Comparator.comparingDouble(item -> -scores[row + item - 1]))
              .limit(k)
              .mapToInt(i -> i)
              .toArray();
      assertThat(lists.get(b).items()).isEqualTo(expected);
      assertThat(lists.get(b).scores())
          .isEqualTo(Arrays.stream(expected).mapToDouble(i -> scores[row + i - 1]).toArray());
    }
  }

  /** And so where the neighbours reach nothing, whatever λ is. */
  @Test
  void withoutNeighboursTheNetworkRanks() {
    NeuralRecommender network = network();
    GraphBatch batch = batch(network, all());
    assertThat(blend(0.5, 0).ranks(batch)).isEqualTo(network.ranks(batch));
    SparseRecommender neighbours = neighbours(40);
    double[] said = neighbours.scores(batch);
    int[] blended = blend(1, 0.95).ranks(batch);
    int[] alone = network.ranks(batch);
    int reached = 0;
    for (int b = 0; b < blended.length; b++) {
      boolean none = Arrays.stream(said, b * N, (b + 1) * N).allMatch(vote -> vote == 0);
      if (none) {
        assertThat(blended[b]).isEqualTo(alone[b]);
      }
      reached += none ? 0 : 1;
    }
    assertThat(reached).isBetween(50, 199);
    assertThat(blended).isNotEqualTo(alone);
  }

  /** As near to 1 as λ may be: items that they hold in their order, then the network's. */
  @Test
  void withAllWeightTheNeighboursRank() {
    SparseRecommender neighbours = neighbours(40);
    BlendRecommender blend = blend(1, BlendWeights.MOST);
    GraphBatch batch = batch(blend, all());
    double[] said = neighbours.scores(batch);
    List<TopItems> lists = blend.topK(batch, 5, null);
    for (int b = 0; b < lists.size(); b++) {
      double[] votes = Arrays.copyOfRange(said, b * N, (b + 1) * N);
      double[] best =
          Arrays.stream(votes).filter(v -> v > 0).map(v -> -v).sorted().map(v -> -v).toArray();
      for (int i = 0; i < Math.min(5, best.length); i++) {
        assertThat(votes[lists.get(b).items()[i] - 1]).isCloseTo(best[i], within(1e-6));
      }
    }
  }

  @Test
  void aSessionIsRankedAloneAsInAnyCompany() {
    BlendRecommender blend = blend(0.5, 0.3, 0.5);
    int[] order = all();
    List<Integer> shuffled = new ArrayList<>(IntStream.of(order).boxed().toList());
    Collections.shuffle(shuffled, new Random(4));
    int[] mixed = shuffled.stream().mapToInt(i -> i).toArray();
    double[] scores = blend.scores(batch(blend, order));
    double[] other = blend.scores(batch(blend, mixed));
    int[] ranks = blend.ranks(batch(blend, order));
    int[] steady = blend.frozen(frozen -> frozen.ranks(batch(blend, order)));
    assertThat(steady).isEqualTo(ranks);
    for (int b = 0; b < mixed.length; b++) {
      double[] row = Arrays.copyOfRange(scores, mixed[b] * N, (mixed[b] + 1) * N);
      assertThat(Arrays.copyOfRange(other, b * N, (b + 1) * N)).isEqualTo(row);
      if (b % 17 == 0) {
        assertThat(blend.scores(batch(blend, mixed[b]))).isEqualTo(row);
        assertThat(blend.ranks(batch(blend, mixed[b]))).containsExactly(ranks[mixed[b]]);
      }
    }
    int[] evaluated = new Evaluator(EXAMPLES, List.of(20)).ranks(blend, (done, total) -> true);
    assertThat(Arrays.copyOf(evaluated, ranks.length)).isEqualTo(ranks);
  }

  @Test
  void theFitIsBestOfTheThreeAndTheSameEachTime() {
    NeuralRecommender network = network();
    SparseRecommender neighbours = neighbours(100);
    BlendFitter fitter =
        new BlendFitter(network, neighbours, EXAMPLES, Ties.ORDERED, (done, total) -> true);
    BlendWeights fitted = fitter.fit(3);
    assertThat(fitter.fit(3)).isEqualTo(fitted);
    assertThat(fitted.epoch()).isEqualTo(3);
    assertThat(fitted.tried()).allSatisfy(t -> assertThat(t.mrr() <= fitted.best().mrr()).isTrue());
    int[] ranks =
        new Evaluator(EXAMPLES, List.of(20))
            .ranks(new BlendRecommender(network, neighbours, fitted), (done, total) -> true);
    assertThat(Metrics.of(ranks, List.of(20)).mrr(20)).isEqualTo(fitted.best().mrr());
    int examples = fitted.examples().stream().flatMap(List::stream).mapToInt(n -> n).sum();
    assertThat(examples).isBetween(EXAMPLES.count() / 2, EXAMPLES.count());
    // thirds, each with some of the examples
    for (int third = 0; third < 3; third++) {
      int t = third;
      assertThat(fitted.examples().stream().mapToInt(row -> row.get(t)).sum())
          .isGreaterThan(examples / 5);
    }
  }

  @Test
  void partsAreWhatTheScoreIsMadeOf() {
    BlendRecommender blend = blend(0.75, 0.3, 0.5);
    GraphBatch one = batch(blend, 11);
    double[] scores = blend.scores(one);
    int[] items = IntStream.rangeClosed(1, N).toArray();
    BlendRecommender.Parts parts = blend.parts(one, items);
    assertThat(parts.lambda()).isIn(0.3, 0.5);
    assertThat(Arrays.stream(parts.neighbours()).sum()).isCloseTo(parts.lambda(), within(1e-12));
    for (int i = 0; i < N; i++) {
      assertThat(parts.network()[i] + parts.neighbours()[i]).isCloseTo(scores[i], within(1e-12));
    }
  }

  @Test
  void impossibleWeightsAreRefused() {
    assertThatThrownBy(() -> weights(0.6, 0.5)).hasMessageContaining("gamma is 0.6");
    assertThatThrownBy(() -> weights(1, 1)).hasMessage("a lambda is 1.0");
    assertThatThrownBy(() -> weights(1, Double.NaN)).hasMessage("a lambda is NaN");
    assertThatThrownBy(() -> new Buckets(2, 1)).hasMessageContaining("borders");
  }

  @Test
  void bucketsAreByLengthAndThird() {
    Buckets thirds = Buckets.ofThirds(new double[] {5, 1, 2, 4, 3, 6});
    assertThat(thirds).isEqualTo(new Buckets(3, 5));
    assertThat(thirds.of(1, 2.9)).isZero();
    assertThat(thirds.of(1, 3)).isEqualTo(1);
    assertThat(thirds.of(2, 5)).isEqualTo(5);
    assertThat(IntStream.of(3, 4, 5, 9, 10, 99).map(l -> thirds.of(l, 0) / 3).toArray())
        .containsExactly(2, 2, 3, 3, 4, 4);
  }
}
