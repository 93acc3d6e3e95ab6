package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.AllowSets;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The best of those items alone that a session may have. */
interface AllowSetsContract extends Comparison {
  /** Session b has set b mod 6. */
  int SESSIONS = 9;

  private static int[] words(int items, IntPredicate... sets) {
    int each = AllowSets.words(items);
    int[] words = new int[sets.length * each];
    for (int set = 0; set < sets.length; set++) {
      for (int i = 0; i < items; i++) {
        if (sets[set].test(i)) {
          words[set * each + i / 32] |= 1 << i % 32;
        }
      }
    }
    return words;
  }

  /** Bits beyond the last item are of no item, and on. */
  private static int[] sets(int items) {
    int[] words =
        words(
            items,
            i -> true,
            i -> false,
            i -> i % 2 == 1,
            i -> i % 3 != 0,
            i -> i % 97 == 31,
            i -> i == items - 1 || i == items / 2);
    if (items % 32 != 0) {
      for (int set = 1; set <= 6; set++) {
        words[set * AllowSets.words(items) - 1] |= -1 << items % 32;
      }
    }
    return words;
  }

  record Best(int[] items, double[] scores) {}

  private static Best best(
      Backend backend, double[] s, double[] e, int d, int k, int[] begins, int[] excluded) {
    int items = e.length / d;
    try (Side side = new Side(backend)) {
      Scorer scorer = new Scorer.Dot(side.in(s, SESSIONS, d), side.in(e, items, d));
      Ints best = side.arena().ints(SESSIONS * k);
      Tensor scores = side.out(SESSIONS, k);
      int[] ofSession = IntStream.range(0, SESSIONS).map(b -> b % 6).toArray();
      AllowSets sets = new AllowSets(side.ints(ofSession), side.ints(sets(items)));
      backend.topK(
          scorer, k, side.ints(begins), side.ints(excluded), Optional.of(sets), best, scores);
      Tensor bothScores = side.out(SESSIONS, k);
      Ints both = side.arena().ints(SESSIONS * k);
      Tensor sums = side.out(SESSIONS, 1);
      backend.topKAndLogSums(
          scorer,
          k,
          side.ints(begins),
          side.ints(excluded),
          Optional.of(sets),
          both,
          bothScores,
          sums);
      assertThat(both.toArray()).isEqualTo(best.toArray());
      assertThat(bothScores.toDoubles()).isEqualTo(scores.toDoubles());
      Tensor ofAll = side.out(SESSIONS, 1);
      backend.logSums(scorer, ofAll);
      assertThat(sums.toDoubles()).isEqualTo(ofAll.toDoubles());
      return new Best(best.toArray(), scores.toDoubles());
    }
  }

  /** Small whole numbers give exact scores with many ties, so both must be equal. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#catalogues")
  default void theBestOfAllowedItemsWithManyTies(int items) {
    int d = 4;
    double[] s = Sizes.whole(SESSIONS * d, 6);
    double[] e = Sizes.wholeItems(items, d, 7);
    int[] begins = IntStream.rangeClosed(0, SESSIONS).toArray();
    int[] excluded = indices(SESSIONS, items, 8);
    for (int k : new int[] {1, 3, 20, 100}) {
      Best got = best(backend(), s, e, d, k, begins, excluded);
      try (ReferenceBackend reference = new ReferenceBackend()) {
        Best want = best(reference, s, e, d, k, begins, excluded);
        assertThat(got.items).as("%d of %d", k, items).isEqualTo(want.items);
        assertThat(got.scores).isEqualTo(want.scores);
      }
    }
  }

  @Test
  default void theBestOfAllowedItemsByHand() {
    try (Side s = new Side(backend())) {
      double[] e = new double[40];
      e[2] = 9;
      e[33] = 5;
      e[35] = 7;
      e[39] = -1;
      Scorer scorer = new Scorer.Dot(s.in(new double[] {1, 1, -1, 1}, 4, 1), s.in(e, e.length, 1));
      int[] words = words(40, i -> i >= 33 && i != 34, i -> i == 2, i -> i == 2 || i == 39);
      AllowSets sets = new AllowSets(s.ints(0, 1, 2, 2), s.ints(words));
      Ints items = s.arena().ints(12);
      Tensor scores = s.out(4, 3);
      // Item 35 is excluded for session 0, item 2 for session 3.
      Ints begins = s.ints(0, 1, 1, 1, 2);
      backend().topK(scorer, 3, begins, s.ints(35, 2), Optional.of(sets), items, scores);
      assertThat(items.toArray()).containsExactly(33, 36, 37, 2, -1, -1, 39, 2, -1, 39, -1, -1);
      assertThat(scores.toDoubles()).containsExactly(5, 0, 0, 9, 0, 0, 1, -9, 0, -1, 0, 0);
    }
  }

  /** A score that is no number is a fault of the model's, whoever may have the item. */
  @Test
  default void nanIsRefusedAmongAllowedItemsAndOthers() {
    for (int items : new int[] {17, 1000, Sizes.MANY_ITEMS}) {
      for (int bad : new int[] {0, items / 2, items - 1}) {
        double[] e = Sizes.random(items, 10);
        e[bad] = Double.NaN;
        e[items / 3] = Double.POSITIVE_INFINITY;
        for (IntPredicate set : new IntPredicate[] {i -> i % 2 == 0, i -> i == bad, i -> i == 1}) {
          try (Side s = new Side(backend())) {
            Scorer scorer = new Scorer.Dot(s.in(new double[] {1}, 1, 1), s.in(e, items, 1));
            AllowSets sets = new AllowSets(s.ints(0), s.ints(words(items, set)));
            Ints top = s.arena().ints(2);
            Tensor scores = s.out(1, 2);
            assertThatThrownBy(
                    () ->
                        backend()
                            .topK(
                                scorer, 2, s.ints(0, 0), s.ints(), Optional.of(sets), top, scores))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("topK: the score of item %d for session 0 is NaN", bad);
          }
        }
      }
    }
  }
}
