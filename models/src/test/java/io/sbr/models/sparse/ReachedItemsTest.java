package io.sbr.models.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReachedItemsTest {
  private static final int ITEMS = 1000;

  @Test
  void sumsWhatWasAddedAndForgetsIt() {
    ReachedItems reached = new ReachedItems(ITEMS);
    Random random = new Random(1);
    for (int question = 0; question < 5; question++) {
      double[] expected = new double[ITEMS + 1];
      boolean[] has = new boolean[ITEMS + 1];
      reached.clear();
      for (int i = 0; i < 2000; i++) {
        int item = 1 + random.nextInt(ITEMS * (question + 1) / 5);
        double score = random.nextGaussian();
        reached.add(item, score);
        expected[item] += score;
        has[item] = true;
      }
      assertThat(IntStream.rangeClosed(1, ITEMS).filter(reached::has))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, ITEMS).filter(item -> has[item]).boxed().toList());
      assertThat(IntStream.rangeClosed(0, ITEMS).mapToDouble(reached::score))
          .containsExactly(Arrays.stream(expected).boxed().toArray(Double[]::new));
      assertThat(IntStream.range(0, reached.count()).map(reached::item).distinct().count())
          .isEqualTo(reached.count());
    }
  }

  /** A score of zero, of either sign, is a score. */
  @Test
  void anItemOfScoreZeroIsReached() {
    ReachedItems reached = new ReachedItems(5);
    reached.add(1, 0);
    reached.add(2, -0.0);
    reached.add(3, 1);
    reached.set(3, -0.0);
    reached.add(4, 2);
    reached.add(4, -2);
    reached.add(2, -0.0);
    assertThat(reached.count()).isEqualTo(4);
    for (int item = 1; item <= 4; item++) {
      assertThat(reached.has(item)).isTrue();
      assertThat(1 / reached.score(item)).isEqualTo(Double.POSITIVE_INFINITY);
    }
    assertThat(reached.has(5)).isFalse();
    assertThat(1 / reached.score(5)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void anItemIsTakenBack() {
    ReachedItems reached = new ReachedItems(5);
    reached.add(1, 1);
    reached.add(2, 2);
    reached.add(3, 3);
    reached.remove(2);
    reached.remove(4);
    assertThat(IntStream.range(0, reached.count()).map(reached::item)).containsExactly(1, 3);
    assertThat(reached.has(2)).isFalse();
    reached.clear();
    assertThat(reached.count()).isZero();
    assertThat(reached.has(1)).isFalse();
  }

  @Test
  void theNthBestIsAsInASort() {
    ReachedItems reached = new ReachedItems(ITEMS);
    Random random = new Random(2);
    for (int item = 1; item <= 60; item++) {
      reached.add(item, random.nextInt(20) - 10);
    }
    double[] sorted =
        IntStream.rangeClosed(1, 60).mapToDouble(item -> -reached.score(item)).sorted().toArray();
    for (int n = 1; n <= 60; n++) {
      assertThat(reached.nthBest(n)).isEqualTo(-sorted[n - 1] + 0.0);
    }
    assertThat(reached.nthBest(61)).isZero();
  }
}
