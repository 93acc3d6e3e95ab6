package io.sbr.models.counting;

import io.sbr.data.ItemSet;
import io.sbr.data.Sessions;
import io.sbr.models.eval.Recommender.TopItems;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** How often each item was clicked, and the order that follows: more clicks first, then number. */
public final class Popularity {
  private static final int FEW = 32;

  private final int[] clicks;
  private final int[] order;
  private final int[] rank;

  /** Of the clicks of these sessions on items 1 … {@code itemCount}. */
  public static Popularity of(Sessions train, int itemCount) {
    return new Popularity(train.clicksByItem(itemCount));
  }

  /**
   * Of counts.
   *
   * @param clicks {@code [N + 1]} clicks on each item, by its number; the first is of no item
   */
  public Popularity(int[] clicks) {
    this.clicks = clicks;
    int itemCount = clicks.length - 1;
    long[] keys = new long[itemCount];
    for (int i = 0; i < itemCount; i++) {
      keys[i] = -(long) clicks[i + 1] << 32 | (i + 1);
    }
    Arrays.sort(keys);
    order = new int[itemCount];
    rank = new int[itemCount + 1];
    for (int r = 0; r < itemCount; r++) {
      order[r] = (int) keys[r];
      rank[order[r]] = r + 1;
    }
  }

  /** {@code [N + 1]} clicks on each item, by its number. */
  public int[] clicks() {
    return clicks;
  }

  /**
   * The k most popular items, fewer if there are no more, with their shares as scores.
   *
   * @param allowed the only items that may be among them; empty for all
   */
  public TopItems top(int k, Optional<ItemSet> allowed) {
    int[] top = order(allowed).limit(k).toArray();
    return new TopItems(top, Arrays.stream(top).mapToDouble(this::share).toArray());
  }

  /** Number of items, N. */
  public int itemCount() {
    return order.length;
  }

  /** The items, most popular first. */
  public int[] order() {
    return order;
  }

  /** The items of a set, most popular first; empty for all. */
  IntStream order(Optional<ItemSet> allowed) {
    if (allowed.isEmpty()) {
      return Arrays.stream(order);
    }
    ItemSet set = allowed.get();
    // Of few the order is made; of many the first ones are found soon.
    return set.size() < order.length / FEW
        ? set.numbers().map(item -> rank[item]).sorted().map(rank -> order[rank - 1])
        : Arrays.stream(order).filter(set::has);
  }

  /** 1 for the most popular item. */
  int rank(int item) {
    return rank[item];
  }

  /** Rank of the last item that was clicked as often as this one. */
  int lastRankOfAsMany(int item) {
    int low = rank[item] - 1; // in the order; clicked as often
    int high = order.length; // clicked less, or none
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (clicks[order[middle]] == clicks[item]) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + 1;
  }

  /** Clicks on an item as a share of a little more than the most clicked one's: below 1. */
  double share(int item) {
    return clicks[item] / (clicks[order[0]] + 1.0);
  }
}
