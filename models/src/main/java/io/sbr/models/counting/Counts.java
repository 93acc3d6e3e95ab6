package io.sbr.models.counting;

/**
 * What a session says for some items.
 *
 * @param items distinct
 * @param counts of each item, above 0
 */
record Counts(int[] items, int[] counts) {
  static final Counts NONE = new Counts(new int[0], new int[0]);
}
