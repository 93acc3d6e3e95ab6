package io.sbr.models.counting;

/**
 * What a session says for some items.
 *
 * @param items distinct
 * @param counts of each item, above 0
 */
record Counts(int[] items, int[] counts) {
  static final Counts NONE = new Counts(new int[0], new int[0]);

  /** That of an item; 0 for one that is not among them. */
  int of(int item) {
    for (int i = 0; i < items.length; i++) {
      if (items[i] == item) {
        return counts[i];
      }
    }
    return 0;
  }
}
