package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dot products with unit items under every consumer of scores. */
interface NormalizedContract extends RowsStandAlone {
  private static Scorer normalized(Side side, double[] sessions, double[] items, int d) {
    return new Scorer.NormalizedDot(
        side.in(sessions, sessions.length / d, d), side.in(items, items.length / d, d));
  }

  private void lossAndGradients(int sessions, int items, int d) {
    double[] s = random(sessions * d, 1);
    double[] e = random(items * d, 2);
    int[] targets = indices(sessions, items, 3);
    compare(
        side -> HeadRuns.lossAndGradients(side, normalized(side, s, e, d), side.ints(targets)),
        new NormalizedBounds(this, s, e, d).lossAndGradients(targets));
  }

  private void scores(int sessions, int items, int d) {
    double[] s = random(sessions * d, 4);
    double[] e = random(items * d, 5);
    compare(
        side -> {
          Tensor all = side.out(sessions, items);
          side.backend().scores(normalized(side, s, e, d), all);
          return List.of(all);
        },
        new NormalizedBounds(this, s, e, d).errors);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void normalizedScoresLossAndGradients(int size) {
    int some = Math.min(size, 127);
    scores(3, size, 7);
    scores(size, 11, 7);
    scores(3, 11, size);
    lossAndGradients(3, size, 7); // items
    lossAndGradients(5, 100, some); // width
    lossAndGradients(some, 50, 9); // sessions
  }

  @Test
  default void normalizedLossAndGradientsOfManyItems() {
    lossAndGradients(2, Sizes.MANY_ITEMS, 3);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void normalizedLossOfEqualScores(int items) {
    double[] e = random(items * 3, 2);
    HeadRuns.assertLossOfEqualScores(this, side -> normalized(side, new double[9], e, 3), 3, items);
  }

  /** An item's length says nothing: neither a small one's nor a large one's. */
  @Test
  default void normalizedScoresDoNotDependOnLengths() {
    int d = 5;
    double[] s = random(3 * d, 1);
    double[] e = random(300 * d, 2);
    double[] scaled = new double[e.length];
    for (int i = 0; i < e.length; i++) {
      scaled[i] = Math.scalb(e[i], 30 * (i / d % 3 - 1)); // squares of which are out of range
    }
    double[][] got =
        tested(
            side -> {
              Tensor plain = side.out(3, 300);
              side.backend().scores(normalized(side, s, e, d), plain);
              Tensor other = side.out(3, 300);
              side.backend().scores(normalized(side, s, scaled, d), other);
              return List.of(plain, other);
            });
    assertClose(got[1], got[0], Bounds.times(2, new NormalizedBounds(this, s, e, d).errors));
  }

  /** An item that is nowhere scores 0, stands still, and spoils nothing. */
  @Test
  default void anItemOfZerosScoresZeroAndGetsNoGradient() {
    int d = 4;
    double[] s = random(3 * d, 1);
    double[] e = random(300 * d, 2);
    for (int c = 0; c < d; c++) {
      e[7 * d + c] = 0;
    }
    double[][] got =
        tested(
            side -> {
              Scorer scorer = normalized(side, s, e, d);
              Tensor all = side.out(3, 300);
              side.backend().scores(scorer, all);
              List<Tensor> results = HeadRuns.lossAndGradients(side, scorer, side.ints(7, 8, 9));
              return List.of(all, results.get(1), results.get(3));
            });
    for (int b = 0; b < 3; b++) {
      assertThat(got[0][b * 300 + 7]).isZero();
    }
    assertThat(got[1][0]).isFinite();
    for (int c = 0; c < d; c++) {
      assertThat(got[2][7 * d + c]).isZero();
    }
  }

  /** Items along the axes, of lengths that are powers of two: scores are exact, with many ties. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void normalizedRanksAndTopKWithManyTies(int items) {
    int sessions = 9;
    int d = 4;
    double[] s = Sizes.whole(sessions * d, 6);
    double[] e = new double[items * d];
    for (int i = 0; i < items; i++) {
      e[i * d + i * 7 % d] = Math.scalb(i % 3 == 0 ? -1 : 1, i % 5 - 2);
    }
    int[] targets = indices(sessions, items, 8);
    int[] begins = IntStream.rangeClosed(0, sessions).map(b -> b / 2).toArray();
    int[] excluded = indices(begins[sessions], items, 9);
    HeadRuns.assertSameRanking(
        backend(),
        side -> normalized(side, s, e, d),
        new HeadRuns.Ranking(targets, 20, begins, excluded));
  }

  @Test
  default void normalizedConsumersAgree() {
    double[] s = random(BATCH * 33, 1);
    double[] e = random(503 * 33, 2);
    HeadRuns.assertConsumersAgree(backend(), side -> normalized(side, s, e, 33));
  }

  @Test
  default void normalizedSessionsStandAlone() {
    double[] s = random(BATCH * 33, 1);
    double[] e = random(263 * 33, 2);
    assertProductRowsStandAlone(
        (side, rows) -> {
          Tensor scores = side.out(rows.length, 263);
          side.backend().scores(normalized(side, RowsStandAlone.pick(s, 33, rows), e, 33), scores);
          return scores;
        },
        new NormalizedBounds(this, s, e, 33).errors);
  }

  @Test
  default void normalizedShapesAreChecked() {
    try (Side side = new Side(backend())) {
      Tensor three = side.out(2, 3);
      Tensor four = side.out(2, 4);
      assertThatThrownBy(() -> new Scorer.NormalizedDot(three, four))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("normalized scores: ");
    }
  }
}
