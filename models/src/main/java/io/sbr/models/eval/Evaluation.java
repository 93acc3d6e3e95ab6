package io.sbr.models.eval;

import java.util.List;
import java.util.Optional;

/**
 * What one pass over some examples found.
 *
 * @param ranks of the targets, from 1, in the order of the examples
 * @param lists what was recommended; empty where it was not asked for
 */
public record Evaluation(int[] ranks, Optional<ListMetrics> lists) {
  /** The metrics of the ranks. */
  public Metrics metrics(List<Integer> ks) {
    return Metrics.of(ranks, ks);
  }
}
