package io.sbr.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.tensor.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListCountsTest {
  /** Clicks on items 1 … 5; item 4 was never clicked, so it is no item of train. */
  private static final int[] CLICKS = {0, 10, 5, 4, 0, 1};

  /** Lists [1, 2], twice, and [3, 1]: at depth 1 items 1, 1, 3; at 2 items 1 ×3, 2 ×2, 3. */
  private static ListMetrics byHand() {
    ListCounts counts = new ListCounts(CLICKS, List.of(1, 2));
    counts.add(new int[] {1, 2}, 2);
    counts.add(new int[] {3, 1}, 1);
    return counts.metrics();
  }

  @Test
  void theFiguresAreThoseWorkedOutByHand() {
    ListMetrics lists = byHand();
    assertThat(lists.coverage(1)).isEqualTo(2.0 / 4);
    assertThat(lists.coverage(2)).isEqualTo(3.0 / 4);
    // shares of 10 clicks: 1.0, 1.0, 0.4
    assertThat(lists.popularity(1)).isCloseTo(2.4 / 3, within(1e-15));
    // (1 + 0.5) / 2 twice, (0.4 + 1) / 2
    assertThat(lists.popularity(2)).isCloseTo((0.75 + 0.75 + 0.7) / 3, within(1e-15));
    // counts 0 0 1 2: (−3·0 − 1·0 + 1·1 + 3·2) / (4 · 3)
    assertThat(lists.gini(1)).isCloseTo(7.0 / 12, within(1e-15));
    // counts 0 1 2 3: (−1 + 2 + 9) / (4 · 6)
    assertThat(lists.gini(2)).isCloseTo(10.0 / 24, within(1e-15));
    assertThat(lists.values())
        .containsOnlyKeys(
            "coverage@1", "popularity@1", "gini@1", "coverage@2", "popularity@2", "gini@2");
  }

  @Test
  void allEquallyOftenIsZeroAndOneAloneIsNearlyOne() {
    ListCounts equal = new ListCounts(new int[] {0, 1, 1, 1, 1}, List.of(4));
    equal.add(new int[] {4, 2, 1, 3}, 7);
    assertThat(equal.metrics().gini(4)).isZero();
    assertThat(equal.metrics().coverage(4)).isEqualTo(1);
    ListCounts one = new ListCounts(new int[] {0, 1, 1, 1, 1}, List.of(1));
    one.add(new int[] {3}, 7);
    assertThat(one.metrics().gini(1)).isCloseTo(1 - 1.0 / 4, within(1e-15));
    assertThat(one.metrics().coverage(1)).isEqualTo(0.25);
  }

  /** As session-rec: the mean is over the items that there are. */
  @Test
  void aShortListHasTheMeanOfWhatItHas() {
    ListCounts counts = new ListCounts(CLICKS, List.of(3));
    counts.add(new int[] {2}, 1);
    counts.add(new int[] {}, 5); // of nothing there is no mean
    assertThat(counts.metrics().popularity(3)).isEqualTo(0.5);
  }

  @Test
  void anItemThatTrainDoesNotHaveCoversNothing() {
    ListCounts counts = new ListCounts(CLICKS, List.of(1));
    counts.add(new int[] {4}, 1);
    assertThat(counts.metrics().values())
        .isEqualTo(Map.of("coverage@1", 0.0, "popularity@1", 0.0, "gini@1", 0.0));
  }

  @Test
  void nothingCountedIsZeroNotNaN() {
    assertThat(new ListCounts(CLICKS, List.of(5)).metrics().values().values()).containsOnly(0.0);
    assertThat(new ListCounts(new int[1], List.of(5)).metrics().values().values())
        .containsOnly(0.0);
  }

  @Test
  void deepListsAreNotLookedAt() {
    ListCounts counts = new ListCounts(CLICKS, List.of(2, ListCounts.DEEPEST + 1));
    assertThat(counts.deepest()).isEqualTo(2);
    assertThat(counts.metrics().values()).containsKey("gini@2").doesNotContainKey("gini@101");
    assertThat(new ListCounts(CLICKS, List.of(101)).deepest()).isZero();
    assertThat(counts.metrics().gini(101)).isNaN();
  }

  @Test
  void whatIsNoShareIsRefusedByName() {
    assertThatThrownBy(() -> new ListMetrics(Map.of("gini@20", 1.5)))
        .hasMessageContaining("gini@20 is 1.5");
  }

  /** Against the definitions, word for word, list by list. */
  @Test
  void randomListsAgreeWithTheDefinitions() {
    int n = 40;
    int[] clicks = new int[n + 1];
    for (int item = 1; item <= n; item++) {
      clicks[item] = Philox.below(6, 1, 0, item);
    }
    List<int[]> lists = new ArrayList<>();
    ListCounts counts = new ListCounts(clicks, List.of(3, 10));
    for (int l = 0; l < 60; l++) {
      int length = Philox.below(4, 2, 0, l) == 0 ? Philox.below(10, 3, 0, l) : 10;
      int[] list = new int[length];
      int[] order = Philox.permutation(n, 4, l);
      for (int i = 0; i < length; i++) {
        list[i] = 1 + order[i] / (1 + l % 3); // the lower numbers more often
      }
      list = Arrays.stream(list).distinct().toArray();
      int occurrences = 1 + Philox.below(3, 5, 0, l);
      counts.add(list, occurrences);
      for (int o = 0; o < occurrences; o++) {
        lists.add(list);
      }
    }
    for (int k : new int[] {3, 10}) {
      ListMetrics got = counts.metrics();
      assertThat(got.coverage(k)).isCloseTo(coverage(lists, clicks, k), within(1e-12));
      assertThat(got.popularity(k)).isCloseTo(popularity(lists, clicks, k), within(1e-12));
      assertThat(got.gini(k)).isCloseTo(gini(lists, clicks, k), within(1e-12));
    }
  }

  private static double coverage(List<int[]> lists, int[] clicks, int k) {
    Set<Integer> seen = new HashSet<>();
    for (int[] list : lists) {
      for (int i = 0; i < Math.min(k, list.length); i++) {
        if (clicks[list[i]] > 0) {
          seen.add(list[i]);
        }
      }
    }
    return seen.size() / (double) Arrays.stream(clicks).filter(c -> c > 0).count();
  }

  private static double popularity(List<int[]> lists, int[] clicks, int k) {
    double most = Arrays.stream(clicks).max().orElseThrow();
    double sum = 0;
    int filled = 0;
    for (int[] list : lists) {
      double own = 0;
      int length = Math.min(k, list.length);
      for (int i = 0; i < length; i++) {
        own += clicks[list[i]] / most;
      }
      sum += length == 0 ? 0 : own / length;
      filled += length == 0 ? 0 : 1;
    }
    return sum / filled;
  }

  /** Half the mean difference between any two items, as a share of the mean. */
  private static double gini(List<int[]> lists, int[] clicks, int k) {
    List<Integer> times = new ArrayList<>();
    for (int item = 1; item < clicks.length; item++) {
      int own = 0;
      for (int[] list : lists) {
        for (int i = 0; i < Math.min(k, list.length); i++) {
          own += list[i] == item ? 1 : 0;
        }
      }
      if (clicks[item] > 0) {
        times.add(own);
      }
    }
    double differences = 0;
    double sum = 0;
    for (int a : times) {
      sum += a;
      for (int b : times) {
        differences += Math.abs(a - b);
      }
    }
    return differences / (2 * times.size() * sum);
  }
}
