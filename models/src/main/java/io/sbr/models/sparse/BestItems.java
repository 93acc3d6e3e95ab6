package io.sbr.models.sparse;

import io.sbr.models.eval.Recommender.TopItems;
import java.util.Arrays;

/**
 * The k best of the items that are offered: a heap, the worst of them on top. Of equal scores the
 * one that stands first in the {@link Rest} is better.
 */
public final class BestItems {
  private final Rest rest;
  private final int[] items;
  private final double[] scores;
  private int count;

  /** The best of none so far. */
  public BestItems(int k, Rest rest) {
    this.rest = rest;
    items = new int[k];
    scores = new double[k];
  }

  /** Whether an item would be among the best now. */
  public boolean accepts(int item, double score) {
    return count < items.length || items.length > 0 && isWorse(items[0], scores[0], item, score);
  }

  /** What a score must be above to be among the best now, if its item stands after the others. */
  public double bar() {
    return count < items.length ? Double.NEGATIVE_INFINITY : scores[0];
  }

  /** Adds an item that is accepted. */
  public void add(int item, double score) {
    if (count < items.length) {
      rise(count++, item, score);
    } else {
      sink(0, count, item, score);
    }
  }

  /** The items, best first; the heap is of no use afterwards. */
  public TopItems sorted() {
    for (int size = count - 1; size > 0; size--) { // the worst goes to the end
      int item = items[size];
      double score = scores[size];
      put(size, items[0], scores[0]);
      sink(0, size, item, score);
    }
    if (count == items.length) {
      return new TopItems(items, scores);
    }
    return new TopItems(Arrays.copyOf(items, count), Arrays.copyOf(scores, count));
  }

  private boolean isWorse(int a, double scoreOfA, int b, double scoreOfB) {
    return scoreOfA < scoreOfB || scoreOfA == scoreOfB && rest.place(a) > rest.place(b);
  }

  private void rise(int place, int item, double score) {
    int at = place;
    while (at > 0) {
      int above = (at - 1) / 2;
      if (!isWorse(item, score, items[above], scores[above])) {
        break;
      }
      put(at, items[above], scores[above]);
      at = above;
    }
    put(at, item, score);
  }

  private void sink(int place, int size, int item, double score) {
    int at = place;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size
          && isWorse(items[child + 1], scores[child + 1], items[child], scores[child])) {
        child++;
      }
      if (!isWorse(items[child], scores[child], item, score)) {
        break;
      }
      put(at, items[child], scores[child]);
      at = child;
    }
    put(at, item, score);
  }

  private void put(int at, int item, double score) {
    items[at] = item;
    scores[at] = score;
  }
}
