package io.sbr.models.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Philox;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Example 10 of docs/pipeline.md, section 11: a session's scores, and so every metric, do not
 * depend on the company it is scored in.
 */
class BatchInvarianceTest {
  private static final int BATCH = 512;

  /** Published padding is among them: L is one value per split, whatever the batch. */
  static Stream<Arguments> everyForm() {
    return Stream.of("reference", "cpu")
        .flatMap(
            device ->
                Fixtures.everyForm().stream().map(settings -> Arguments.of(device, settings)));
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void aSessionScoresTheSameAloneInABatchAndPermuted(String device, ModelSettings settings) {
    Examples examples = new Examples(Fixtures.madeUp().train(), 1);
    int items = Fixtures.madeUp().items().size();
    try (Backend backend = Backends.choose(device, 2).backend();
        Arena weights = new Arena(backend)) {
      NeuralRecommender model = model(settings, items, weights);
      int[] order = IntStream.range(0, BATCH).map(i -> i % examples.count()).toArray();
      int[] shuffle = Philox.permutation(BATCH, 5, 0);
      int[] permuted = Arrays.stream(shuffle).map(i -> order[i]).toArray();
      double[] together = model.scores(batch(model, items, examples, order));
      double[] mixed = model.scores(batch(model, items, examples, permuted));
      int[] ranks = model.ranks(batch(model, items, examples, order));
      int[] all = new Evaluator(examples, List.of(20)).ranks(model, (done, total) -> true);
      assertThat(Arrays.stream(order).map(example -> all[example]).toArray()).isEqualTo(ranks);
      int[] mixedRanks = model.ranks(batch(model, items, examples, permuted));
      NeuralRecommender frozen = model.frozen(weights);
      assertThat(frozen.scores(batch(model, items, examples, order))).isEqualTo(together);
      assertThat(frozen.ranks(batch(model, items, examples, order))).isEqualTo(ranks);
      for (int b = 0; b < BATCH; b++) {
        int from = shuffle[b] * items;
        double[] row = Arrays.copyOfRange(together, from, from + items);
        assertThat(Arrays.copyOfRange(mixed, b * items, (b + 1) * items)).isEqualTo(row);
        assertThat(mixedRanks[b]).isEqualTo(ranks[shuffle[b]]);
        if (b % 37 == 0) {
          assertThat(model.scores(batch(model, items, examples, permuted[b]))).isEqualTo(row);
          assertThat(model.ranks(batch(model, items, examples, permuted[b])))
              .containsExactly(mixedRanks[b]);
          assertThat(frozen.scores(batch(model, items, examples, permuted[b]))).isEqualTo(row);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void theOrderOfSessionsChangesNoMetric(String device) {
    Sessions test = Fixtures.madeUp().train();
    int[] order = Philox.permutation(test.count(), 11, 0);
    Sessions shuffled =
        Sessions.of(Arrays.stream(order).mapToObj(test::items).toArray(int[][]::new));
    int items = Fixtures.madeUp().items().size();
    try (Backend backend = Backends.choose(device, 1).backend();
        Arena weights = new Arena(backend)) {
      NeuralRecommender model =
          model(Models.settings("srgnn").with(GnnSettings.HIDDEN, 8), items, weights);
      List<Integer> ks = List.of(1, 5, 20);
      assertThat(new Evaluator(new Examples(shuffled, 1), ks).evaluate(model))
          .isEqualTo(new Evaluator(new Examples(test, 1), ks).evaluate(model));
      assertThat(backend.liveBytes()).isEqualTo(weightBytes(items, backend));
    }
  }

  /** What the parameters take up: an evaluation leaves nothing behind. */
  private static long weightBytes(int items, Backend backend) {
    int d = 8;
    int gnn = 3 * d * 2 * d + 3 * d * d + 2 * 3 * d + 2 * d + 3 * (d * d + d);
    int attention = 2 * (d * d + d) + d;
    int transform = 2 * d * d + d;
    return (long) backend.dtype().bytes() * ((items + 1) * d + gnn + attention + transform);
  }

  private static NeuralRecommender model(ModelSettings settings, int items, Arena weights) {
    TransitionCounts counts = TransitionCounts.of(Fixtures.madeUp().train(), items);
    ModelContext context = new ModelContext(items, Optional.of(counts), weights, 1);
    return new NeuralRecommender(Models.create(settings, context), weights.backend());
  }

  private static GraphBatch batch(
      NeuralRecommender model, int items, Examples examples, int... numbers) {
    return new BatchBuilder(items, model.needs(), examples.longestInput()).build(examples, numbers);
  }
}
