package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss, ranks and top-k over all items. */
interface HeadContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void softmaxCrossEntropyAndItsGradient(int size) {
    crossEntropy(3, size, 7); // items
    crossEntropy(5, 100, Math.min(size, 127)); // width
    crossEntropy(Math.min(size, 127), 50, 9); // sessions
  }

  @Test
  default void softmaxCrossEntropyOfManyItems() {
    crossEntropy(2, Sizes.MANY_ITEMS, 3);
  }

  /**
   * Scores that rise or fall by 100 from the first item to the last, past a target's: what they
   * refer to moves.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 49, 241, 700})
  default void softmaxCrossEntropyOfScoresFarApart(int items) {
    double[] e = IntStream.range(0, items).mapToDouble(i -> 4 * i / (double) items - 2).toArray();
    crossEntropy(new double[] {25, -25, 50, 1}, e, 1);
  }

  private void crossEntropy(int sessions, int items, int d) {
    crossEntropy(random(sessions * d, 1), random(items * d, 2), d);
  }

  private void crossEntropy(double[] s, double[] e, int d) {
    int[] targets = indices(s.length / d, e.length / d, 3);
    compare(
        side -> HeadRuns.lossAndGradients(side, dot(side, s, e, d), side.ints(targets)),
        new DotBounds(this, s, e, d).lossAndGradients(targets));
  }

  private static Scorer dot(Side side, double[] sessions, double[] items, int d) {
    return new Scorer.Dot(
        side.in(sessions, sessions.length / d, d), side.in(items, items.length / d, d));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void lossOfEqualScores(int items) {
    double[] e = random(items * 3, 2);
    HeadRuns.assertLossOfEqualScores(this, side -> dot(side, new double[9], e, 3), 3, items);
  }

  @Test
  default void lossOfLargeScoresDoesNotOverflow() {
    double[] loss =
        tested(
            s -> {
              // Scores 1000 and −1000; the target is the worse: loss 2000.
              Scorer scorer = new Scorer.Dot(s.in(new double[] {100}, 1, 1), oneWide(s, 10, -10));
              return List.of(
                  s.backend().softmaxCrossEntropy(scorer, s.ints(1), false, s.arena()).loss());
            })[0];
    assertThat(loss).containsExactly(2000);
  }

  @Test
  default void lossOfNanIsNan() {
    double[] loss =
        tested(
            s -> {
              Scorer scorer =
                  new Scorer.Dot(s.in(new double[] {1}, 1, 1), oneWide(s, 0, Double.NaN, 1));
              return List.of(
                  s.backend().softmaxCrossEntropy(scorer, s.ints(0), true, s.arena()).loss());
            })[0];
    assertThat(loss).containsExactly(Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void scoresInFull(int size) {
    scores(3, size, 7);
    scores(size, 11, 7);
    scores(3, 11, size);
  }

  private void scores(int sessions, int items, int d) {
    double[] s = random(sessions * d, 4);
    double[] e = random(items * d, 5);
    double[] et = Bounds.transposed(e, items, d);
    compare(
        side -> {
          Tensor all = side.out(sessions, items);
          Scorer scorer = new Scorer.Dot(side.in(s, sessions, d), side.in(e, items, d));
          side.backend().scores(scorer, all);
          return List.of(all);
        },
        Bounds.times(gamma(d), Bounds.product(s, et, sessions, d, items)));
  }

  /** Small whole numbers give exact scores with many ties, so ranks and top-k must be equal. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void ranksAndTopKWithManyTies(int items) {
    int sessions = 9;
    int d = 4;
    double[] s = Sizes.whole(sessions * d, 6);
    double[] e = Sizes.wholeItems(items, d, 7);
    int[] targets = indices(sessions, items, 8);
    int[] begins = IntStream.rangeClosed(0, sessions).map(b -> b * Math.min(2, items)).toArray();
    int[] excluded =
        IntStream.range(0, sessions)
            .flatMap(b -> items == 1 ? IntStream.of(0) : IntStream.of(b % (items - 1), items - 1))
            .toArray();
    for (int k : new int[] {1, 3, 20, 100}) {
      HeadRuns.Ranking ranking = new HeadRuns.Ranking(targets, k, begins, excluded);
      HeadRuns.assertSameRanking(backend(), side -> dot(side, s, e, d), ranking);
    }
  }

  /** A session's targets are ranked as if each had the session for itself. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void aSessionMayHaveSeveralTargets(int items) {
    int d = 4;
    int[] sessions = {0, 0, 0, 2, 3, 3, 1, 0}; // session 4 has none
    int[] targets = indices(sessions.length, items, 8);
    double[] s = Sizes.whole(5 * d, 6);
    double[] e = Sizes.whole(items * d, 7);
    s[3 * d] = Double.NaN;
    try (Side side = new Side(backend())) {
      Scorer scorer = new Scorer.Dot(side.in(s, 5, d), side.in(e, items, d));
      Ints ranks = side.arena().ints(sessions.length);
      backend().ranks(scorer, Ties.ORDERED, side.ints(sessions), side.ints(targets), ranks);
      for (int t = 0; t < sessions.length; t++) {
        Ints alone = side.arena().ints(5);
        int[] same = new int[5];
        Arrays.fill(same, targets[t]);
        backend().ranks(scorer, side.ints(same), alone);
        assertThat(ranks.toArray()[t]).isEqualTo(alone.toArray()[sessions[t]]);
      }
    }
  }

  /**
   * Equal scores before, in and behind the target's tile, at both ends of the numbers there are.
   */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void conservativeRanksCountAllEqualScores(int items) {
    double[] e = Sizes.wholeItems(items, 1, 7);
    e[items / 2] = Double.POSITIVE_INFINITY;
    e[items - 1] = Double.NEGATIVE_INFINITY;
    e[items / 3] = Double.NEGATIVE_INFINITY;
    e[0] = -0.0;
    int[] sessions = {0, 0, 0, 0, 0, 1, 1, 1};
    int[] targets = {0, items / 2, items - 1, items / 3, items / 5, 0, items / 2, items / 4};
    try (Side side = new Side(backend())) {
      Scorer scorer = new Scorer.Dot(side.in(new double[] {1, -1}, 2, 1), oneWide(side, e));
      Ints ranks = side.arena().ints(targets.length);
      Ints rows = side.ints(sessions);
      backend().ranks(scorer, Ties.CONSERVATIVE, rows, side.ints(targets), ranks);
      Tensor written = side.out(2, items);
      backend().scores(scorer, written);
      double[] scores = written.toDoubles();
      for (int t = 0; t < targets.length; t++) {
        double[] row = Arrays.copyOfRange(scores, sessions[t] * items, (sessions[t] + 1) * items);
        double wanted = row[targets[t]];
        assertThat(ranks.toArray()[t])
            .as("target %d of %d", targets[t], items)
            .isEqualTo((int) Arrays.stream(row).filter(s -> s >= wanted).count());
      }
    }
  }

  /** The two in one pass are the two in passes of their own, also with a part of the targets. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void ranksAndTopKAreTheSameInOnePass(int items) {
    int d = 4;
    int[] sessions = {0, 0, 2, 3, 3, 4}; // session 1 has none
    int[] targets = indices(sessions.length, items, 8);
    double[] s = random(5 * d, 6);
    Arrays.fill(s, 3 * d, 4 * d, 0); // all scores of session 3 are equal
    double[] e = random(items * d, 7);
    for (int k : new int[] {1, 3, 20}) {
      for (Ties ties : Ties.values()) {
        try (Side side = new Side(backend())) {
          Scorer scorer = new Scorer.Dot(side.in(s, 5, d), side.in(e, items, d));
          Ints rows = side.ints(sessions);
          Ints wanted = side.ints(targets);
          Ints ranks = side.arena().ints(targets.length);
          backend().ranks(scorer, ties, rows, wanted, ranks);
          Ints best = side.arena().ints(5 * k);
          Tensor scores = side.out(5, k);
          backend().topK(scorer, k, side.ints(0, 0, 0, 0, 0, 0), side.ints(), best, scores);
          Ints ranksBoth = side.arena().ints(targets.length);
          Ints bestBoth = side.arena().ints(5 * k);
          Tensor scoresBoth = side.out(5, k);
          backend().ranksAndTopK(scorer, ties, rows, wanted, ranksBoth, k, bestBoth, scoresBoth);
          assertThat(ranksBoth.toArray()).isEqualTo(ranks.toArray());
          assertThat(bestBoth.toArray()).isEqualTo(best.toArray());
          assertThat(scoresBoth.toDoubles()).isEqualTo(scores.toDoubles());
        }
      }
    }
  }

  /** docs/pipeline.md, section 11, example 8. */
  @Test
  default void ranksOfTheWorkedExample() {
    try (Side s = new Side(backend())) {
      double[] twice = {1, 1};
      Scorer scorer = new Scorer.Dot(s.in(twice, 2, 1), oneWide(s, 0.5, 0.9, 0.5, 0.1));
      Ints ranks = s.arena().ints(2);
      Ints three = s.arena().ints(3);
      backend().ranks(scorer, s.ints(2, 0), ranks); // items 3 and 1, counted from 0
      assertThat(ranks.toArray()).containsExactly(3, 2);
      backend().ranks(scorer, Ties.CONSERVATIVE, s.ints(0, 1, 1), s.ints(2, 0, 1), three);
      assertThat(three.toArray()).containsExactly(3, 3, 1);
    }
  }

  @Test
  default void aNanScoreRanksZeroWhereverItStands() {
    for (int items : new int[] {1, 3, 17, 100, 1000, Sizes.MANY_ITEMS}) {
      for (int bad : new int[] {0, items / 2, items - 1}) {
        double[] e = random(items, 9);
        e[bad] = Double.NaN;
        try (Side s = new Side(backend())) {
          Scorer scorer = new Scorer.Dot(s.in(new double[] {1, 2, 3}, 3, 1), oneWide(s, e));
          Ints ranks = s.arena().ints(3);
          backend().ranks(scorer, s.ints(0, items / 3, items - 1), ranks);
          assertThat(ranks.toArray()).as("%d of %d", bad, items).containsExactly(0, 0, 0);
        }
      }
    }
  }

  @Test
  default void aNanSessionSpoilsOnlyItself() {
    try (Side s = new Side(backend())) {
      Scorer scorer =
          new Scorer.Dot(s.in(new double[] {1, Double.NaN, 1}, 3, 1), oneWide(s, 3, 2, 1));
      Ints ranks = s.arena().ints(3);
      backend().ranks(scorer, s.ints(1, 1, 2), ranks);
      assertThat(ranks.toArray()).containsExactly(2, 0, 3);
    }
  }

  /** Infinite scores are ranked like others, at both ends, wherever they stand. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void infiniteScoresHaveRanks(int items) {
    double[] e = random(items, 9);
    e[items / 2] = Double.POSITIVE_INFINITY;
    e[items - 1] = Double.NEGATIVE_INFINITY;
    int[] targets = {0, items / 2, items - 1, items / 3};
    HeadRuns.Ranking ranking = new HeadRuns.Ranking(targets, 3, new int[5], new int[0]);
    HeadRuns.assertSameRanking(
        backend(),
        s -> new Scorer.Dot(s.in(new double[] {1, 1, 1, -1}, 4, 1), oneWide(s, e)),
        ranking);
  }

  /** What can never be chosen may have the score −∞: no loss or rank is spoilt by it. */
  @Test
  default void manyScoresOfMinusInfinity() {
    for (int items : new int[] {2, 17, 241, 1000, Sizes.MANY_ITEMS}) {
      for (int finite : new int[] {0, items / 2, items - 1}) {
        double[] e = new double[items];
        Arrays.fill(e, Double.NEGATIVE_INFINITY);
        e[finite] = 3;
        int[] targets = {0, items / 2, items - 1, finite};
        HeadRuns.ScorerOn scorer =
            s -> new Scorer.Dot(s.in(new double[] {1, 1, 1, 1}, 4, 1), oneWide(s, e));
        HeadRuns.Ranking ranking = new HeadRuns.Ranking(targets, 1, new int[5], new int[0]);
        HeadRuns.assertSameRanking(backend(), scorer, ranking);
        double[] loss =
            tested(
                s -> {
                  Scorer one = new Scorer.Dot(s.in(new double[] {1}, 1, 1), oneWide(s, e));
                  return List.of(
                      s.backend()
                          .softmaxCrossEntropy(one, s.ints(finite), false, s.arena())
                          .loss());
                })[0];
        assertThat(loss).as("%d of %d", finite, items).containsExactly(0);
      }
    }
  }

  @Test
  default void topKRefusesNan() {
    for (int items : new int[] {1, 17, 1000, Sizes.MANY_ITEMS}) {
      for (int bad : new int[] {0, items / 2, items - 1}) {
        double[] e = random(items, 10);
        e[bad] = Double.NaN;
        try (Side s = new Side(backend())) {
          Scorer scorer = new Scorer.Dot(s.in(new double[] {1}, 1, 1), oneWide(s, e));
          Ints top = s.arena().ints(2);
          Ints none = s.ints();
          Ints begins = s.ints(0, 0);
          Tensor scores = s.out(1, 2);
          assertThatThrownBy(() -> backend().topK(scorer, 2, begins, none, top, scores))
              .isInstanceOf(ArithmeticException.class);
          Ints one = s.ints(0);
          assertThatThrownBy(
                  () ->
                      backend()
                          .ranksAndTopK(scorer, Ties.ORDERED, one, one, s.ints(0), 2, top, scores))
              .isInstanceOf(ArithmeticException.class);
        }
      }
    }
  }

  @Test
  default void topKByHand() {
    try (Side s = new Side(backend())) {
      Scorer scorer =
          new Scorer.Dot(s.in(new double[] {1, -1, 1}, 3, 1), oneWide(s, 2, 5, -1, 5, 2));
      Ints items = s.arena().ints(12);
      Tensor scores = s.out(3, 4);
      // Nothing excluded; item 2 excluded; all but item 4 excluded.
      Ints begins = s.ints(0, 0, 1, 5);
      backend().topK(scorer, 4, begins, s.ints(2, 0, 1, 2, 3), items, scores);
      assertThat(items.toArray()).containsExactly(1, 3, 0, 4, 0, 4, 1, 3, 4, -1, -1, -1);
      assertThat(scores.toDoubles()).containsExactly(5, 5, 2, 2, -2, -2, -5, -5, 2, 0, 0, 0);
    }
  }

  @Test
  default void targetsOutsideTheCatalogueAreRefused() {
    try (Side s = new Side(backend())) {
      Scorer scorer = new Scorer.Dot(s.in(new double[] {1}, 1, 1), oneWide(s, 2, 5));
      Ints ranks = s.arena().ints(1);
      for (int target : new int[] {-1, 2}) {
        Ints wanted = s.ints(target);
        assertThatThrownBy(() -> backend().ranks(scorer, wanted, ranks))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("ranks");
        int session = target - (target > 0 ? 1 : 0); // −1, 1: there is only session 0
        assertThatThrownBy(
                () -> backend().ranks(scorer, Ties.ORDERED, s.ints(session), s.ints(0), ranks))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("ranks");
        assertThatThrownBy(() -> backend().softmaxCrossEntropy(scorer, wanted, true, s.arena()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("softmaxCrossEntropy");
      }
    }
  }

  private static Tensor oneWide(Side s, double... values) {
    return s.in(values, values.length, 1);
  }
}
