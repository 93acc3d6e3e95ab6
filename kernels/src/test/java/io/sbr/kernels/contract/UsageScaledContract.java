package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dot products scaled by usage under every consumer of scores. */
interface UsageScaledContract extends RowsStandAlone {
  /** One case for every dimension that a kernel may cut into blocks. */
  private static List<UsageCase> cases(int size) {
    int some = Math.min(size, 127);
    return List.of(
        UsageCase.random(3, size, 5, 6, 0.1), // items
        UsageCase.random(4, 9, some, 2, 0.4), // width
        UsageCase.random(some, 11, 6, 3, 0.2), // sessions
        UsageCase.random(3, 10, 6, some, 0.3)); // statistics
  }

  private void lossAndGradients(UsageCase c) {
    int[] targets = indices(c.sessionCount(), c.itemCount(), 8);
    compare(
        side -> HeadRuns.lossAndGradients(side, c.on(side), side.ints(targets)),
        new UsageBounds(this, c).lossAndGradients(targets));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void usageScaledLossOfEqualScores(int items) {
    UsageCase c = UsageCase.random(3, items, 3, 2, 0.1).withEqualScores();
    HeadRuns.assertLossOfEqualScores(this, c::on, c.sessionCount(), items);
  }

  private void scores(UsageCase c) {
    compare(
        side -> {
          Tensor scores = side.out(c.sessionCount(), c.itemCount());
          side.backend().scores(c.on(side), scores);
          return List.of(scores);
        },
        new UsageBounds(this, c).errors);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void usageScaledScoresLossAndGradients(int size) {
    for (UsageCase c : cases(size)) {
      scores(c);
      lossAndGradients(c);
    }
  }

  @Test
  default void usageScaledLossAndGradientsOfManyItems() {
    lossAndGradients(UsageCase.random(2, Sizes.MANY_ITEMS, 3, 2, 0.01));
  }

  @Test
  default void usageOfNothingAndOfEverything() {
    for (double density : new double[] {0, 1}) {
      UsageCase c = UsageCase.random(5, 300, 7, 6, density);
      scores(c);
      lossAndGradients(c);
    }
    scores(UsageCase.random(0, 5, 4, 2, 1));
    scores(UsageCase.random(3, 0, 4, 2, 1));
  }

  /** Weights that add up to 1 and no usage: the dot product's very bits. */
  @Test
  default void withoutUsageScoresAreDotProducts() {
    UsageCase random = UsageCase.random(5, 300, 7, 2, 0);
    UsageCase c =
        new UsageCase(
            7,
            random.sessions(),
            random.items(),
            new double[] {0.25, 0.75},
            random.offsets(),
            random.used(),
            random.boosts());
    double[][] got =
        tested(
            s -> {
              Scorer.UsageScaled scaled = (Scorer.UsageScaled) c.on(s);
              Tensor scores = s.out(5, 300);
              s.backend().scores(scaled, scores);
              Tensor plain = s.out(5, 300);
              s.backend().scores(new Scorer.Dot(scaled.sessions(), scaled.items()), plain);
              return List.of(scores, plain);
            });
    assertThat(got[0]).containsExactly(got[1]);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void usageScaledRanksAndTopKWithManyTies(int items) {
    int sessions = 9;
    int[] begins = IntStream.rangeClosed(0, sessions).map(b -> b / 2).toArray();
    int[] excluded = indices(begins[sessions], items, 9);
    HeadRuns.Ranking ranking =
        new HeadRuns.Ranking(indices(sessions, items, 10), 20, begins, excluded);
    HeadRuns.assertSameRanking(backend(), UsageCase.exact(sessions, items)::on, ranking);
  }

  @Test
  default void usageScaledConsumersAgree() {
    UsageCase c = UsageCase.random(BATCH, 503, 33, 6, 0.1);
    HeadRuns.assertConsumersAgree(backend(), c::on);
  }

  @Test
  default void usageScaledSessionsStandAlone() {
    UsageCase c = UsageCase.random(BATCH, 263, 33, 6, 0.1);
    assertProductRowsStandAlone(
        (s, rows) -> {
          Tensor scores = s.out(rows.length, c.itemCount());
          s.backend().scores(c.pick(rows).on(s), scores);
          return scores;
        },
        new UsageBounds(this, c).errors);
  }

  @Test
  default void aNanBoostSpoilsItsOwnSession() {
    UsageCase c = UsageCase.random(3, 300, 4, 2, 0.2);
    UsageCase bad = c.with(c.offsets()[1], Double.NaN);
    int[] fine = ranks(c);
    assertThat(ranks(bad)).containsExactly(fine[0], 0, fine[2]);
    try (Side s = new Side(backend())) {
      Scorer scorer = bad.on(s);
      Ints top = s.arena().ints(6);
      Tensor scores = s.out(3, 2);
      Ints none = s.ints(0, 0, 0, 0);
      assertThatThrownBy(() -> backend().topK(scorer, 2, none, s.ints(), top, scores))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("item " + c.used()[c.offsets()[1]] + " for session 1");
    }
  }

  private int[] ranks(UsageCase c) {
    try (Side s = new Side(backend())) {
      Ints ranks = s.arena().ints(c.sessionCount());
      backend().ranks(c.on(s), s.arena().copyOf(new int[c.sessionCount()]), ranks);
      return ranks.toArray();
    }
  }

  @Test
  default void usageShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Tensor two = s.out(2, 3);
      Tensor weights = s.out(4, 1);
      Ints begins = s.ints(0, 1, 2);
      Ints items = s.ints(0, 1);
      Tensor boosts = s.out(2, 4);
      List<Runnable> misfits =
          List.of(
              () -> usage(s.out(2, 4), two, weights, begins, items, boosts),
              () -> usage(two, two, s.out(3, 1), begins, items, boosts),
              () -> usage(two, two, weights, items, items, boosts),
              () -> usage(two, two, weights, begins, begins, boosts));
      for (Runnable misfit : misfits) {
        assertThatThrownBy(misfit::run)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("usage-scaled scores: ");
      }
    }
  }

  private static Scorer usage(
      Tensor sessions, Tensor items, Tensor weights, Ints begins, Ints used, Tensor boosts) {
    return new Scorer.UsageScaled(sessions, items, weights, new Scorer.Usage(begins, used, boosts));
  }
}
