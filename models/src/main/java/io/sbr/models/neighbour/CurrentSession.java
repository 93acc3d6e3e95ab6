package io.sbr.models.neighbour;

/**
 * The session that asks: its distinct items, each with its latest position, the last click first.
 * Scratch that is filled anew for each question.
 */
final class CurrentSession {
  private int[] items = new int[16];
  private int[] latest = new int[16];
  private int[] clicks = new int[16];
  private int distinct;
  private int length;

  /** Takes over clicks, oldest first; all known to the index. */
  void set(int[] source, int from, int to) {
    length = to - from;
    clicks = grown(clicks, length);
    System.arraycopy(source, from, clicks, 0, length);
    items = grown(items, length);
    latest = grown(latest, length);
    distinct = 0;
    for (int p = length; p >= 1; p--) { // sessions are short: a search beats a table
      int item = clicks[p - 1];
      if (indexOf(item) < 0) {
        items[distinct] = item;
        latest[distinct++] = p;
      }
    }
  }

  private static int[] grown(int[] array, int length) {
    return array.length >= length ? array : new int[Math.max(length, 2 * array.length)];
  }

  /** Place of an item among the distinct ones, or −1. */
  int indexOf(int item) {
    for (int j = 0; j < distinct; j++) {
      if (items[j] == item) {
        return j;
      }
    }
    return -1;
  }

  /** Number of clicks, l, repeats and all. */
  int length() {
    return length;
  }

  /** Number of distinct items. */
  int distinct() {
    return distinct;
  }

  /** A distinct item; 0 is the last click. */
  int item(int j) {
    return items[j];
  }

  /** Its latest position, from 1. */
  int latest(int j) {
    return latest[j];
  }

  /** The click at a position from 1. */
  int click(int position) {
    return clicks[position - 1];
  }

  /** Position, from 1, of an item's first click. */
  int firstPosition(int item) {
    int position = 1;
    while (clicks[position - 1] != item) {
      position++;
    }
    return position;
  }

  /** How often an item was clicked. */
  int count(int item) {
    int count = 0;
    for (int p = 0; p < length; p++) {
      count += clicks[p] == item ? 1 : 0;
    }
    return count;
  }
}
