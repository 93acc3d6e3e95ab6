package io.sbr.models.sparse;

import java.util.Arrays;

/**
 * Scores of the few items that something is known about; all others have none. Scratch of one
 * thread, 8 bytes an item of the catalogue; what was reached is cleared item by item, not by a pass
 * over the catalogue.
 *
 * <p>An item that was not reached has the score −0.0, which no sum of scores is. So one array says
 * both whether an item has a score and which: adding to it is one cache miss, where items are many,
 * and no branch that a processor would have to guess, since −0.0 + x is x.
 */
public final class ReachedItems {
  private static final double NONE = -0.0;
  private static final long NONE_BITS = Double.doubleToRawLongBits(NONE);

  private final double[] scores;

  private int[] items = new int[256];
  private double[] best = new double[32];
  private int count;

  /** For items 1 … {@code itemCount}. */
  public ReachedItems(int itemCount) {
    scores = new double[itemCount + 1];
    Arrays.fill(scores, NONE);
  }

  /** Forgets all. */
  public void clear() {
    for (int i = 0; i < count; i++) {
      scores[items[i]] = NONE;
    }
    count = 0;
  }

  /** Adds to an item's score, which begins at 0. */
  public void add(int item, double score) {
    if (count == items.length) {
      items = Arrays.copyOf(items, 2 * count);
    }
    double before = scores[item];
    scores[item] = before + (score + 0.0); // which is never −0.0
    items[count] = item;
    count += isNone(before) ? 1 : 0;
  }

  private static boolean isNone(double score) {
    return Double.doubleToRawLongBits(score) == NONE_BITS;
  }

  /** Gives a reached item another score. */
  public void set(int item, double score) {
    scores[item] = score + 0.0;
  }

  /** Whether anything was added to an item. */
  public boolean has(int item) {
    return !isNone(scores[item]);
  }

  /** Its score; 0 if it was not reached. */
  public double score(int item) {
    return scores[item] + 0.0;
  }

  /** Number of reached items. */
  public int count() {
    return count;
  }

  /** One of them, from 0, in the order in which they were reached. */
  public int item(int i) {
    return items[i];
  }

  /** The n-th best score, from 1, n small; 0 if fewer items were reached. */
  public double nthBest(int n) {
    if (count < n) {
      return 0;
    }
    if (best.length < n) {
      best = new double[n];
    }
    for (int i = 0; i < count; i++) { // into its place among the n best so far
      double score = scores[items[i]];
      int at = Math.min(i, n);
      while (at > 0 && best[at - 1] < score) {
        if (at < n) {
          best[at] = best[at - 1];
        }
        at--;
      }
      if (at < n) {
        best[at] = score;
      }
    }
    return best[n - 1];
  }

  /** Takes an item back. */
  public void remove(int item) {
    if (has(item)) {
      int at = 0;
      while (items[at] != item) {
        at++;
      }
      items[at] = items[--count];
      scores[item] = NONE;
    }
  }
}
