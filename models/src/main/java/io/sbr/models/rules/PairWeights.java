package io.sbr.models.rules;

import io.sbr.models.sparse.ReachedItems;

/** What one session adds to the rules of one of its items. */
@FunctionalInterface
interface PairWeights {
  /**
   * Adds.
   *
   * @param session its number
   * @param items clicks of the session in {@code [from, to)}
   * @param source occurs in it
   * @param rules of the source; what comes first wins ties
   */
  void add(int session, int[] items, int from, int to, int source, ReachedItems rules);
}
