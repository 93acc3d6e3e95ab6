package io.sbr.models.rules;

/**
 * For each item the items that follow from it, with weights.
 *
 * @param offsets {@code [N + 2]} where each item's rules begin, by its number
 * @param targets {@code [R]} what follows, the weightiest first
 * @param weights {@code [R]}
 */
record RuleTable(int[] offsets, int[] targets, double[] weights) {
  /** A table of the rows of items 0 … N, of which 0 has none. */
  static RuleTable packed(int[][] targets, double[][] weights) {
    int itemCount = targets.length - 1;
    int[] offsets = new int[itemCount + 2];
    for (int item = 1; item <= itemCount; item++) {
      offsets[item + 1] = Math.addExact(offsets[item], targets[item].length);
    }
    int[] allTargets = new int[offsets[itemCount + 1]];
    double[] allWeights = new double[allTargets.length];
    for (int item = 1; item <= itemCount; item++) {
      System.arraycopy(targets[item], 0, allTargets, offsets[item], targets[item].length);
      System.arraycopy(weights[item], 0, allWeights, offsets[item], weights[item].length);
    }
    return new RuleTable(offsets, allTargets, allWeights);
  }

  /** Number of an item's rules. */
  int count(int item) {
    return offsets[item + 1] - offsets[item];
  }

  /** Number of items, N. */
  int itemCount() {
    return offsets.length - 2;
  }
}
