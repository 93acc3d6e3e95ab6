package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores of which some are given, weights of a loss, and sums over the catalogue. */
interface ReplacedContract extends Comparison {
  /** Sessions of every case: the first lists nothing. */
  int SESSIONS = 5;

  int WIDTH = 4;

  /**
   * Scores of which some are given.
   *
   * @param items number of items
   * @param offsets where each session's entries begin
   * @param listed items whose scores are given
   * @param given those scores
   */
  record Case(int items, int[] offsets, int[] listed, double[] given) {
    /** Every third item of each session but the first is given a whole number. */
    static Case of(int items) {
      int[] offsets = new int[SESSIONS + 1];
      IntStream.Builder listed = IntStream.builder();
      for (int b = 0; b < SESSIONS; b++) {
        offsets[b + 1] = offsets[b];
        for (int i = b; b > 0 && i < items; i += 3) {
          listed.add(i);
          offsets[b + 1]++;
        }
      }
      return new Case(items, offsets, listed.build().toArray(), Sizes.whole(offsets[SESSIONS], 3));
    }

    /** The same items left out. */
    Case without() {
      return new Case(
          items, offsets, listed, Bounds.constant(listed.length, Double.NEGATIVE_INFINITY));
    }

    Scorer on(Side side, double[] sessions, double[] table, boolean normalized) {
      Tensor s = side.in(sessions, SESSIONS, WIDTH);
      Tensor e = side.in(table, items, WIDTH);
      return new Scorer.Replaced(
          normalized ? new Scorer.NormalizedDot(s, e) : new Scorer.Dot(s, e),
          side.ints(offsets),
          side.ints(listed),
          side.in(given));
    }

    /** For each session an item that it does not list. */
    int[] targets() {
      return IntStream.range(0, SESSIONS)
          .map(
              b ->
                  b == 0
                      ? 0
                      : IntStream.range(0, items).filter(i -> free(b, i)).findFirst().orElse(-1))
          .toArray();
    }

    boolean free(int session, int item) {
      return Arrays.binarySearch(listed, offsets[session], offsets[session + 1], item) < 0;
    }
  }

  /** Whole numbers: dot products are exact, so that given and computed scores tie, too. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void replacedRanksAndTopKWithManyTies(int items) {
    double[] s = Sizes.whole(SESSIONS * WIDTH, 6);
    double[] e = Sizes.wholeItems(items, WIDTH, 7);
    Case c = Case.of(items);
    int[] targets = indices(SESSIONS, items, 8);
    HeadRuns.Ranking ranking = new HeadRuns.Ranking(targets, 20, new int[SESSIONS + 1], new int[0]);
    HeadRuns.assertSameRanking(backend(), side -> c.on(side, s, e, false), ranking);
    HeadRuns.assertSameRanking(backend(), side -> c.without().on(side, s, e, false), ranking);
  }

  @Test
  default void replacedConsumersAgree() {
    double[] s = random(SESSIONS * WIDTH, 1);
    double[] e = random(503 * WIDTH, 2);
    Case whole = Case.of(503);
    Case c = new Case(503, whole.offsets, whole.listed, random(whole.listed.length, 3));
    HeadRuns.assertConsumersAgree(backend(), side -> c.on(side, s, e, true));
  }

  /** With −∞ for what is listed: as if those items were not there. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void lossAndGradientsWithoutListedItems(int items) {
    Case c = Case.of(Math.max(items, 8)).without();
    double[] s = random(SESSIONS * WIDTH, 1);
    double[] e = random(c.items * WIDTH, 2);
    int[] targets = c.targets();
    for (boolean normalized : new boolean[] {false, true}) {
      // Every probability is larger without the others, and less than these many times.
      double more = 4;
      double[][] bounds =
          normalized
              ? new NormalizedBounds(this, s, e, WIDTH).lossAndGradients(targets)
              : new DotBounds(this, s, e, WIDTH).lossAndGradients(targets);
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = Bounds.times(more * Math.exp(4 * WIDTH), bounds[i]);
      }
      compare(
          side -> HeadRuns.lossAndGradients(side, c.on(side, s, e, normalized), side.ints(targets)),
          bounds);
    }
  }

  /** What a session leaves out gets nothing from it, to the bit. */
  @Test
  default void nothingGoesThroughGivenScores() {
    Case all = Case.of(300);
    // Every session but the first gives all items but its target a score.
    int[] offsets = {0, 0, 299, 598, 897, 1196};
    int[] targets = {3, 0, 1, 2, 299};
    int[] listed =
        IntStream.range(1, SESSIONS)
            .flatMap(b -> IntStream.range(0, 300).filter(i -> i != targets[b]))
            .toArray();
    Case c = new Case(all.items, offsets, listed, random(listed.length, 9));
    double[] s = random(SESSIONS * WIDTH, 1);
    Arrays.fill(s, 0, WIDTH, 0); // the first session moves no item
    double[] e = random(300 * WIDTH, 2);
    double[] items =
        tested(
            side ->
                HeadRuns.lossAndGradients(side, c.on(side, s, e, false), side.ints(targets))
                    .subList(3, 4))[0];
    for (int i = 3; i < 299; i++) {
      for (int k = 0; k < WIDTH; k++) {
        assertThat(items[i * WIDTH + k]).isZero();
      }
    }
    assertThat(items[299 * WIDTH]).isNotZero();
  }

  @Test
  default void aTargetWithAGivenScoreIsRefused() {
    try (Side side = new Side(backend())) {
      Case c = Case.of(30);
      Scorer scorer = c.on(side, random(SESSIONS * WIDTH, 1), random(30 * WIDTH, 2), false);
      int[] targets = c.targets();
      targets[2] = c.listed[c.offsets[2]];
      Ints wanted = side.ints(targets);
      assertThatThrownBy(() -> backend().softmaxCrossEntropy(scorer, wanted, true, side.arena()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("softmaxCrossEntropy")
          .hasMessageContaining("session 2");
    }
  }

  @Test
  default void replacedShapesAreChecked() {
    try (Side side = new Side(backend())) {
      Scorer dot = new Scorer.Dot(side.out(2, 3), side.out(5, 3));
      Ints begins = side.ints(0, 1, 2);
      Ints two = side.ints(0, 1);
      Tensor scores = side.out(2, 1);
      assertThatThrownBy(() -> new Scorer.Replaced(dot, two, two, scores))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("replaced scores: ");
      assertThatThrownBy(() -> new Scorer.Replaced(dot, begins, side.ints(0), scores))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("replaced scores: ");
      Scorer once = new Scorer.Replaced(dot, begins, two, scores);
      assertThatThrownBy(() -> new Scorer.Replaced(once, begins, two, scores))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("replaced scores: ");
      Tensor all = side.out(2, 5);
      for (int[] bad : new int[][] {{0, 5}, {-1, 0}}) {
        Scorer outside = new Scorer.Replaced(dot, begins, side.ints(bad), scores);
        assertThatThrownBy(() -> backend().scores(outside, all))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("replaced scores");
      }
      for (int[] bad : new int[][] {{1, 0}, {3, 3}}) {
        Scorer unordered = new Scorer.Replaced(dot, side.ints(0, 2, 2), side.ints(bad), scores);
        assertThatThrownBy(() -> backend().scores(unordered, all))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "replaced scores: item %d follows %d in session 0".formatted(bad[1], bad[0]));
      }
    }
  }

  /** Weights of 0, equal ones and others; the mean is that of equal weights. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void weightsOfTheLoss(int items) {
    double[] s = random(SESSIONS * WIDTH, 1);
    double[] e = random(items * WIDTH, 2);
    int[] targets = indices(SESSIONS, items, 3);
    double[] weights = {0.75, 0, 0.25, 1, 0.5};
    // Those of the mean, of weights 1/B, times the largest of these.
    double[][] bounds = new DotBounds(this, s, e, WIDTH).lossAndGradients(targets);
    double[] loss = Bounds.times(SESSIONS, bounds[0]);
    double[] sessions = Bounds.times(SESSIONS, bounds[2]);
    double[] table = Bounds.times(SESSIONS, bounds[3]);
    compare(
        side -> {
          Scorer dot = new Scorer.Dot(side.in(s, SESSIONS, WIDTH), side.in(e, items, WIDTH));
          SoftmaxLoss bare =
              side.backend()
                  .softmaxCrossEntropy(
                      dot, side.ints(targets), side.in(weights), false, side.arena());
          SoftmaxLoss full =
              side.backend()
                  .softmaxCrossEntropy(
                      dot, side.ints(targets), side.in(weights), true, side.arena());
          Tensor ds = side.out(SESSIONS, WIDTH);
          side.backend().toDense(List.of(full.gradients().get(0)), ds);
          Tensor de = side.out(items, WIDTH);
          side.backend().toDense(List.of(full.gradients().get(1)), de);
          return List.of(bare.loss(), full.loss(), ds, de);
        },
        loss,
        loss,
        sessions,
        table);
  }

  /** As where one of two parts of a batch is empty: nothing is lost, and nothing moves. */
  @Test
  default void theLossOverNoSessionsIsZero() {
    double[] table = random(300 * WIDTH, 2);
    double[][] got =
        tested(
            side -> {
              Tensor none = side.out(0, WIDTH);
              Tensor e = side.in(table, 300, WIDTH);
              Tensor de = side.out(300, WIDTH);
              Scorer plain = new Scorer.Dot(none, e);
              Scorer given =
                  new Scorer.Replaced(
                      new Scorer.NormalizedDot(none, e), side.ints(0), side.ints(), side.out(0, 1));
              List<Tensor> results = new ArrayList<>();
              for (Scorer scorer : List.of(plain, given)) {
                SoftmaxLoss loss =
                    side.backend()
                        .softmaxCrossEntropy(
                            scorer, side.ints(), side.out(0, 1), true, side.arena());
                side.backend().toDense(List.of(loss.gradients().get(0)), side.out(0, WIDTH));
                side.backend().toDense(List.of(loss.gradients().get(1)), de);
                side.backend().logSums(scorer, side.out(0, 1));
                results.add(loss.loss());
                results.add(de);
              }
              return results;
            });
    for (double[] zeros : got) {
      assertThat(zeros).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void logSumsOfAllScores(int items) {
    double[] s = random(SESSIONS * WIDTH, 1);
    double[] e = random(items * WIDTH, 2);
    Case c = Case.of(items);
    compare(
        side -> {
          Tensor plain = side.out(SESSIONS, 1);
          side.backend()
              .logSums(
                  new Scorer.Dot(side.in(s, SESSIONS, WIDTH), side.in(e, items, WIDTH)), plain);
          Tensor replaced = side.out(SESSIONS, 1);
          side.backend().logSums(c.on(side, s, e, true), replaced);
          return List.of(plain, replaced);
        },
        Bounds.constant(SESSIONS, logSumError(items)),
        Bounds.constant(SESSIONS, logSumError(items)));
  }

  /** Scores are at most 4 in size; log Σ exp errs by as much as a score and a sum do. */
  private double logSumError(int items) {
    return gamma(3 * WIDTH + 6) * WIDTH
        + gamma(items + 2 * WIDTH + elementary() + 8)
        + 4 * u() * (Math.log(items) + WIDTH);
  }

  /** The two in one pass are the two in passes of their own. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void topKAndLogSumsAreTheSameInOnePass(int items) {
    double[] s = random(SESSIONS * WIDTH, 1);
    double[] e = random(items * WIDTH, 2);
    try (Side side = new Side(backend())) {
      Scorer scorer = Case.of(items).without().on(side, s, e, true);
      Ints begins = side.ints(0, 0, 1, 1, 1, 1);
      Ints excluded = side.ints(items - 1);
      Ints best = side.arena().ints(SESSIONS * 3);
      Tensor scores = side.out(SESSIONS, 3);
      backend().topK(scorer, 3, begins, excluded, best, scores);
      Tensor sums = side.out(SESSIONS, 1);
      backend().logSums(scorer, sums);
      Ints bestBoth = side.arena().ints(SESSIONS * 3);
      Tensor scoresBoth = side.out(SESSIONS, 3);
      Tensor sumsBoth = side.out(SESSIONS, 1);
      backend()
          .topKAndLogSums(
              scorer, 3, begins, excluded, Optional.empty(), bestBoth, scoresBoth, sumsBoth);
      assertThat(bestBoth.toArray()).isEqualTo(best.toArray());
      assertThat(scoresBoth.toDoubles()).isEqualTo(scores.toDoubles());
      assertThat(sumsBoth.toDoubles()).isEqualTo(sums.toDoubles());
    }
  }

  @Test
  default void logSumOfNothingIsMinusInfinity() {
    double[] sums =
        tested(
            side -> {
              Tensor out = side.out(2, 1);
              Scorer dot =
                  new Scorer.Dot(
                      side.in(new double[] {1, 2}, 2, 1), side.in(new double[] {3}, 1, 1));
              Tensor none = side.in(new double[] {Double.NEGATIVE_INFINITY}, 1, 1);
              side.backend()
                  .logSums(new Scorer.Replaced(dot, side.ints(0, 0, 1), side.ints(0), none), out);
              return List.of(out);
            })[0];
    assertThat(sums).containsExactly(3, Double.NEGATIVE_INFINITY);
  }
}
