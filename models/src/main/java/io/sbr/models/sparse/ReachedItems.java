package io.sbr.models.sparse;

import java.util.Arrays;

/**
 * Scores of the few items that something is known about; all others have none. Scratch of one
 * thread: cleared by a stamp, not by a pass over the catalogue.
 */
public final class ReachedItems {
  private final double[] scores;
  private final int[] stamps;
  private int[] items = new int[256];
  private int count;
  private int stamp;

  /** For items 1 … {@code itemCount}. */
  public ReachedItems(int itemCount) {
    scores = new double[itemCount + 1];
    stamps = new int[itemCount + 1];
  }

  /** Forgets all. */
  public void clear() {
    count = 0;
    if (++stamp == 0) { // after four billion questions
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }

  /** Adds to an item's score, which begins at 0. */
  public void add(int item, double score) {
    if (stamps[item] == stamp) {
      scores[item] += score;
    } else {
      stamps[item] = stamp;
      scores[item] = score;
      if (count == items.length) {
        items = Arrays.copyOf(items, 2 * count);
      }
      items[count++] = item;
    }
  }

  /** Gives a reached item another score. */
  public void set(int item, double score) {
    scores[item] = score;
  }

  /** Whether anything was added to an item. */
  public boolean has(int item) {
    return stamps[item] == stamp;
  }

  /** Its score; 0 if it was not reached. */
  public double score(int item) {
    return has(item) ? scores[item] : 0;
  }

  /** Number of reached items. */
  public int count() {
    return count;
  }

  /** One of them, from 0, in the order in which they were reached. */
  public int item(int i) {
    return items[i];
  }

  /** The n-th best score, from 1; 0 if fewer items were reached. */
  public double nthBest(int n) {
    double[] sorted = new double[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = scores[items[i]];
    }
    Arrays.sort(sorted);
    return n <= count ? sorted[count - n] : 0;
  }

  /** Takes an item back. */
  public void remove(int item) {
    if (has(item)) {
      int at = 0;
      while (items[at] != item) {
        at++;
      }
      items[at] = items[--count];
      stamps[item] = 0;
    }
  }
}
