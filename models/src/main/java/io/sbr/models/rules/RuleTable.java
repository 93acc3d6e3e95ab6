package io.sbr.models.rules;

/**
 * For each item the items that follow from it, with weights.
 *
 * @param offsets {@code [N + 2]} where each item's rules begin, by its number
 * @param targets {@code [R]} what follows, the weightiest first
 * @param weights {@code [R]}
 */
record RuleTable(int[] offsets, int[] targets, double[] weights) {
  /** Number of items, N. */
  int itemCount() {
    return offsets.length - 2;
  }
}
