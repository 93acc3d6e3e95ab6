package io.sbr.models.rules;

import io.sbr.models.sparse.ReachedItems;
import io.sbr.models.sparse.SparseRecommender;
import java.util.function.IntToDoubleFunction;

/** The rules of the last clicks, added up. Scratch of one thread. */
final class RuleScorer implements SparseRecommender.Scorer {
  private final RuleTable table;
  private final int lastClicks;
  private final IntToDoubleFunction weight;
  private final ReachedItems reached;

  /**
   * @param lastClicks how many speak
   * @param weight of a click by its distance from the end, 1 for the last
   */
  RuleScorer(RuleTable table, int lastClicks, IntToDoubleFunction weight) {
    this.table = table;
    this.lastClicks = lastClicks;
    this.weight = weight;
    reached = new ReachedItems(table.itemCount());
  }

  @Override
  public ReachedItems score(int[] clicks, int from, int to) {
    reached.clear();
    for (int step = 1; step <= lastClicks && to - step >= from; step++) {
      int source = clicks[to - step];
      double factor = weight.applyAsDouble(step);
      for (int r = table.offsets()[source]; r < table.offsets()[source + 1]; r++) {
        reached.add(table.targets()[r], factor * table.weights()[r]);
      }
    }
    return reached;
  }
}
