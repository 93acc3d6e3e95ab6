package io.sbr.models.sparse;

import io.sbr.models.counting.Popularity;
import java.util.Arrays;

/**
 * The order of items whose scores are equal, as those are that a method does not reach: all have
 * score 0.
 */
public final class Rest {
  private final int[] order;
  private final int[] place;

  private Rest(int[] order) {
    this.order = order;
    place = new int[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
    }
  }

  /** By number: nothing is known of them. */
  public static Rest byNumber(int itemCount) {
    int[] order = new int[itemCount];
    Arrays.setAll(order, i -> i + 1);
    return new Rest(order);
  }

  /** By clicks in train, most first, then by number. */
  public static Rest byPopularity(Popularity popularity) {
    return new Rest(popularity.order());
  }

  /** Number of items, N. */
  int itemCount() {
    return order.length;
  }

  /** The item at a place from 0. */
  int item(int at) {
    return order[at];
  }

  /** The place of an item, from 0. */
  int place(int item) {
    return place[item];
  }
}
