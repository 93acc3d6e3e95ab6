package io.sbr.models.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How often each item was recommended, and the figures that follow. As in {@link RankCounts} whole
 * numbers are counted, so that the result does not depend on the order of the lists.
 *
 * <p>The figures are of the items of train, those that were clicked there; a model may recommend
 * others, which then count as clicked never.
 */
public final class ListCounts {
  /** Deepest list that is looked at: nobody is shown more, and lists cost memory and time. */
  public static final int DEEPEST = 100;

  private final int[] clicks;
  private final int[] ks;

  /** For each depth how often each item was recommended, by its number: {@code [K, N + 1]}. */
  private final int[][] times;

  /** For each depth and length of a list the clicks on all items of such lists. */
  private final long[][] clicksByLength;

  /** For each depth the lists that have an item at all. */
  private final long[] lists;

  /**
   * Nothing counted yet.
   *
   * @param clicks {@code [N + 1]} clicks on each item in train, by its number
   * @param ks depths, of which those beyond {@link #DEEPEST} are left out
   */
  public ListCounts(int[] clicks, List<Integer> ks) {
    this.clicks = clicks;
    this.ks = ks.stream().mapToInt(k -> k).filter(k -> k <= DEEPEST).sorted().distinct().toArray();
    times = new int[this.ks.length][clicks.length];
    clicksByLength = new long[this.ks.length][];
    Arrays.setAll(clicksByLength, depth -> new long[this.ks[depth] + 1]);
    lists = new long[this.ks.length];
  }

  /** Items that a list must have to be counted at every depth; 0 if there is no depth. */
  public int deepest() {
    return ks.length == 0 ? 0 : ks[ks.length - 1];
  }

  /**
   * Counts a list.
   *
   * @param items numbers from 1, best first, as many as {@link #deepest} or as there are
   * @param occurrences how many examples it was made for
   */
  public void add(int[] items, int occurrences) {
    for (int depth = 0; depth < ks.length; depth++) {
      int length = Math.min(ks[depth], items.length);
      long clicked = 0;
      for (int i = 0; i < length; i++) {
        times[depth][items[i]] += occurrences;
        clicked += clicks[items[i]];
      }
      clicksByLength[depth][length] += clicked * occurrences;
      lists[depth] += length > 0 ? occurrences : 0;
    }
  }

  /** The figures at each depth; 0 where nothing was counted. */
  public ListMetrics metrics() {
    int[] trained = IntStream.range(1, clicks.length).filter(item -> clicks[item] > 0).toArray();
    Map<String, Double> values = new LinkedHashMap<>();
    for (int depth = 0; depth < ks.length; depth++) {
      int[] all = times[depth];
      int[] counts = Arrays.stream(trained).map(item -> all[item]).sorted().toArray();
      values.put("coverage@" + ks[depth], coverage(counts));
      values.put("popularity@" + ks[depth], popularity(depth));
      values.put("gini@" + ks[depth], gini(counts));
    }
    return new ListMetrics(values);
  }

  /** Share of the items that were recommended at all. */
  private static double coverage(int[] counts) {
    long recommended = Arrays.stream(counts).filter(count -> count > 0).count();
    return counts.length == 0 ? 0 : (double) recommended / counts.length;
  }

  /**
   * The mean over the lists of the mean over their items of clicks on the item, as a share of those
   * on the most clicked one. A list without items has no such mean.
   */
  private double popularity(int depth) {
    double sum = 0;
    for (int length = 1; length < clicksByLength[depth].length; length++) {
      sum += (double) clicksByLength[depth][length] / length;
    }
    int most = Arrays.stream(clicks).max().orElse(0);
    return sum == 0 ? 0 : Math.min(1, sum / lists[depth] / most);
  }

  /**
   * With N counts x₁ ≤ … ≤ x_N: G = Σᵢ (2i − N − 1) xᵢ / (N Σᵢ xᵢ). 0 if all are equal, 1 − 1/N if
   * one item has all.
   */
  private static double gini(int[] ascending) {
    int n = ascending.length;
    double sum = 0;
    double weighted = 0;
    for (int i = 1; i <= n; i++) {
      sum += ascending[i - 1];
      weighted += (2.0 * i - n - 1) * ascending[i - 1];
    }
    return sum == 0 ? 0 : Math.max(0, weighted / n / sum);
  }
}
