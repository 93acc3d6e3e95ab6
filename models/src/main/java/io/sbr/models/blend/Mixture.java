package io.sbr.models.blend;

import io.sbr.data.ItemSet;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.sparse.BestItems;
import io.sbr.models.sparse.Rest;
import io.sbr.tensor.Ties;
import java.util.Arrays;

/**
 * One session's distribution over the catalogue, in the row of scores that the network has made.
 *
 * <p>P_i = (1 − λ) p_i + λ κ_i with p_i = e_i / Z. What items are compared by is P_i · Z / (1 − λ)
 * = e_i + κ_i · λ Z / (1 − λ): e_i itself for all items but the few that a neighbour holds, so only
 * those are written. Where there are none, by the network's own scores, ties and all.
 */
final class Mixture {
  private final double[] row;
  private final int from;
  private final int items;
  private final NeighbourShares neighbours;
  private final double most;
  private double[] before = {};
  private double sum = Double.NaN;
  private double scale;

  /**
   * The network alone, until {@link #mix}.
   *
   * @param row the scores of item 1 and on at {@code from}; overwritten
   * @param items N
   */
  Mixture(double[] row, int from, int items, NeighbourShares neighbours) {
    this.row = row;
    this.from = from;
    this.items = items;
    this.neighbours = neighbours;
    double largest = row[from];
    for (int i = from + 1; i < from + items; i++) {
      largest = Math.max(largest, row[i]); // NaN if any is
    }
    most = largest;
  }

  /** Whether all scores are numbers, as far as a distribution can be made of them. */
  boolean isFinite() {
    return Double.isFinite(most);
  }

  /** What the neighbours say. */
  NeighbourShares neighbours() {
    return neighbours;
  }

  /** p of an item: what the network says alone. */
  double network(int item) {
    exponentials();
    return row[from + item - 1] / sum;
  }

  private void exponentials() {
    if (Double.isNaN(sum)) {
      sum = Exponentials.replace(row, from, from + items, most);
      scale = 1 / sum;
    }
  }

  /** Blends the neighbours in, in place of what was blended in before. */
  void mix(double[] kappa, double lambda) {
    if (neighbours.isEmpty() || lambda == 0 && before.length == 0) {
      return;
    }
    exponentials();
    int[] touched = neighbours.items();
    if (before.length == 0) {
      before = new double[touched.length];
      Arrays.setAll(before, i -> row[from + touched[i] - 1]);
    }
    double factor = lambda * sum / (1 - lambda);
    for (int i = 0; i < touched.length; i++) {
      row[from + touched[i] - 1] = before[i] + kappa[i] * factor;
    }
    scale = (1 - lambda) / sum;
  }

  /** The rank of an item, from 1; equal items by number, or all of them before it. */
  int rank(int item, Ties ties) {
    int at = from + item - 1;
    double own = row[at];
    int end = from + items;
    int after = ties == Ties.CONSERVATIVE ? atLeast(own, at + 1, end) : better(own, at + 1, end);
    return 1 + atLeast(own, from, at) + after;
  }

  private int atLeast(double bar, int begin, int end) {
    int count = 0;
    for (int i = begin; i < end; i++) {
      count += row[i] >= bar ? 1 : 0;
    }
    return count;
  }

  /** Where the next one is that is better; the end if there is none. */
  private int above(double bar, int begin, int end) {
    int at = begin;
    while (at < end && row[at] <= bar) {
      at++;
    }
    return at;
  }

  private int better(double bar, int begin, int end) {
    int count = 0;
    for (int i = begin; i < end; i++) {
      count += row[i] > bar ? 1 : 0;
    }
    return count;
  }

  /**
   * The k best items with their P, best first, equal ones by number.
   *
   * @param order by number
   * @param excluded items that must not be among them, ascending
   * @param allowed the only ones that may be; null for all
   */
  TopItems top(int k, Rest order, int[] excluded, ItemSet allowed) {
    BestItems best = new BestItems(Math.min(k, items), order);
    int end = from + items;
    for (int i = above(best.bar(), from, end); i < end; i = above(best.bar(), i + 1, end)) {
      int item = i - from + 1;
      if ((allowed == null || allowed.has(item)) && Arrays.binarySearch(excluded, item) < 0) {
        best.add(item, row[i]);
      }
    }
    TopItems sorted = best.sorted();
    exponentials(); // where they were chosen by scores
    double[] probabilities = Arrays.stream(sorted.items()).mapToDouble(this::blended).toArray();
    return new TopItems(sorted.items(), probabilities);
  }

  /** P of an item. */
  double blended(int item) {
    exponentials();
    return row[from + item - 1] * scale;
  }
}
