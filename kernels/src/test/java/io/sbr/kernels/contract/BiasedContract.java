package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dot products beside a bias of the item, under every consumer of scores. */
interface BiasedContract extends RowsStandAlone {
  private static Scorer biased(Side side, double[] sessions, double[] items, double[] bias) {
    int d = items.length / bias.length;
    return new Scorer.Biased(
        new Scorer.Dot(side.in(sessions, sessions.length / d, d), side.in(items, bias.length, d)),
        side.in(bias, bias.length, 1));
  }

  /** Beside a 1 a bias is one component more: the products' bounds hold. */
  private DotBounds bounds(double[] sessions, double[] items, double[] bias) {
    int d = items.length / bias.length;
    double[] ones = Bounds.constant(sessions.length / d, 1);
    return new DotBounds(this, beside(sessions, ones), beside(items, bias), d + 1);
  }

  /** Rows with a number of their own at the end. */
  private static double[] beside(double[] rows, double[] last) {
    int d = rows.length / last.length;
    double[] all = new double[rows.length + last.length];
    for (int r = 0; r < last.length; r++) {
      System.arraycopy(rows, r * d, all, r * (d + 1), d);
      all[r * (d + 1) + d] = last[r];
    }
    return all;
  }

  private static double[] columns(double[] rows, int width, int from, int to) {
    return IntStream.range(0, rows.length)
        .filter(i -> i % width >= from && i % width < to)
        .mapToDouble(i -> rows[i])
        .toArray();
  }

  private void lossAndGradients(int sessions, int items, int d) {
    double[] s = random(sessions * d, 1);
    double[] e = random(items * d, 2);
    double[] bias = random(items, 3);
    int[] targets = indices(sessions, items, 4);
    double[][] all = bounds(s, e, bias).lossAndGradients(targets);
    compare(
        side -> HeadRuns.lossAndGradients(side, biased(side, s, e, bias), side.ints(targets)),
        all[0],
        all[1],
        columns(all[2], d + 1, 0, d),
        columns(all[3], d + 1, 0, d),
        columns(all[3], d + 1, d, d + 1));
  }

  private void scores(int sessions, int items, int d) {
    double[] s = random(sessions * d, 5);
    double[] e = random(items * d, 6);
    double[] bias = random(items, 7);
    compare(
        side -> {
          Tensor all = side.out(sessions, items);
          side.backend().scores(biased(side, s, e, bias), all);
          return List.of(all);
        },
        bounds(s, e, bias).errors);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void biasedScoresLossAndGradients(int size) {
    int some = Math.min(size, 127);
    scores(3, size, 7);
    scores(size, 11, 7);
    scores(3, 11, size);
    lossAndGradients(3, size, 7); // items
    lossAndGradients(5, 100, some); // width
    lossAndGradients(some, 50, 9); // sessions
  }

  @Test
  default void biasedLossAndGradientsOfManyItems() {
    lossAndGradients(2, Sizes.MANY_ITEMS, 3);
  }

  /** Whole numbers: sums are exact, with many ties. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void biasedRanksAndTopKWithManyTies(int items) {
    int sessions = 9;
    double[] s = Sizes.whole(sessions * 4, 6);
    double[] e = Sizes.wholeItems(items, 4, 7);
    double[] bias = Sizes.whole(items, 8);
    int[] targets = indices(sessions, items, 9);
    int[] begins = IntStream.rangeClosed(0, sessions).map(b -> b / 2).toArray();
    int[] excluded = indices(begins[sessions], items, 10);
    HeadRuns.assertSameRanking(
        backend(),
        side -> biased(side, s, e, bias),
        new HeadRuns.Ranking(targets, 20, begins, excluded));
  }

  @Test
  default void biasedConsumersAgree() {
    double[] s = random(BATCH * 33, 1);
    double[] e = random(503 * 33, 2);
    double[] bias = random(503, 3);
    HeadRuns.assertConsumersAgree(backend(), side -> biased(side, s, e, bias));
  }

  @Test
  default void biasedSessionsStandAlone() {
    double[] s = random(BATCH * 33, 1);
    double[] e = random(263 * 33, 2);
    double[] bias = random(263, 3);
    assertProductRowsStandAlone(
        (side, rows) -> {
          Tensor scores = side.out(rows.length, 263);
          double[] picked = RowsStandAlone.pick(s, 33, rows);
          side.backend().scores(biased(side, picked, e, bias), scores);
          return scores;
        },
        bounds(s, e, bias).errors);
  }

  /** A bias of zeros changes no bit. */
  @Test
  default void aBiasOfZerosIsNone() {
    double[] s = random(3 * 8, 1);
    double[] e = random(300 * 8, 2);
    double[][] got =
        tested(
            side -> {
              Scorer.Biased biased = (Scorer.Biased) biased(side, s, e, new double[300]);
              Tensor with = side.out(3, 300);
              side.backend().scores(biased, with);
              Tensor without = side.out(3, 300);
              side.backend().scores(biased.dot(), without);
              return List.of(with, without);
            });
    assertClose(got[0], got[1], new double[got[0].length]);
  }

  @Test
  default void biasedShapesAreChecked() {
    try (Side side = new Side(backend())) {
      Scorer.Dot dot = new Scorer.Dot(side.out(2, 3), side.out(4, 3));
      for (int size : new int[] {3, 5}) {
        Tensor bias = side.in(Arrays.copyOf(new double[1], size));
        assertThatThrownBy(() -> new Scorer.Biased(dot, bias))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("biased scores: ");
      }
    }
  }
}
