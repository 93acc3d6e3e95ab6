package io.sbr.models.rules;

/**
 * Which clicks of a session repeat earlier ones; sessions are short, so that a look back will do.
 */
final class Repeats {
  private Repeats() {}

  /**
   * Whether no earlier click of the session, which begins at {@code from}, was on the same item.
   */
  static boolean isFirst(int[] items, int from, int at) {
    for (int c = from; c < at; c++) {
      if (items[c] == items[at]) {
        return false;
      }
    }
    return true;
  }

  /** Number of distinct items in {@code [from, to)}. */
  static int distinct(int[] items, int from, int to) {
    int distinct = 0;
    for (int c = from; c < to; c++) {
      distinct += isFirst(items, from, c) ? 1 : 0;
    }
    return distinct;
  }
}
