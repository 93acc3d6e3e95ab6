package io.sbr.models.neighbour;

import java.util.Arrays;

/** The positions of a session's clicks that no later click on the same item follows. */
final class LastPositions {
  /** Up to here comparing each with each is faster than sorting. */
  private static final int SHORT = 32;

  private int[] positions = new int[SHORT];
  private long[] byItem = new long[SHORT];

  /**
   * Finds them, ascending, and tells how many they are.
   *
   * @param items of many sessions
   * @param begin of the session
   * @param length of the session
   */
  int find(int[] items, int begin, int length) {
    if (length > positions.length) {
      positions = new int[2 * length];
      byItem = new long[2 * length];
    }
    return length <= SHORT ? compare(items, begin, length) : sort(items, begin, length);
  }

  private int compare(int[] items, int begin, int length) {
    int count = 0;
    for (int p = 0; p < length; p++) {
      int later = p + 1;
      while (later < length && items[begin + later] != items[begin + p]) {
        later++;
      }
      if (later == length) {
        positions[count++] = p;
      }
    }
    return count;
  }

  private int sort(int[] items, int begin, int length) {
    for (int p = 0; p < length; p++) {
      byItem[p] = (long) items[begin + p] << 32 | p;
    }
    Arrays.sort(byItem, 0, length);
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (i + 1 == length || byItem[i] >>> 32 != byItem[i + 1] >>> 32) {
        positions[count++] = (int) byItem[i];
      }
    }
    Arrays.sort(positions, 0, count);
    return count;
  }

  /** One of those found last. */
  int position(int i) {
    return positions[i];
  }
}
