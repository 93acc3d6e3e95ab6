package io.sbr.models.study;

import io.sbr.models.train.TrainSettings;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * What each example came to at depth 20, as a mean over runs that differ in nothing but their seed.
 *
 * @param hits {@code [n]} share of the runs with the target among the 20 best; null if not known
 * @param reciprocals {@code [n]} mean of 1/rank, 0 beyond 20; null if not known
 */
public record Outcome(double[] hits, double[] reciprocals) {
  /** Nothing is known. */
  public static final Outcome UNKNOWN = new Outcome(null, null);

  /**
   * Of the ranks of each run.
   *
   * @param forRecall in the epoch that Recall is reported of; empty if they were not kept
   * @param forMrr in the epoch that MRR is reported of; empty if they were not kept
   */
  public static Outcome of(List<int[]> forRecall, List<int[]> forMrr) {
    int k = TrainSettings.SELECTION_K;
    return new Outcome(
        mean(forRecall, rank -> rank <= k ? 1 : 0),
        mean(forMrr, rank -> rank <= k ? 1.0 / rank : 0));
  }

  private static double[] mean(List<int[]> runs, IntToDoubleFunction figure) {
    if (runs.isEmpty()) {
      return null;
    }
    double[] mean = new double[runs.get(0).length];
    for (int[] ranks : runs) {
      for (int e = 0; e < mean.length; e++) {
        mean[e] += figure.applyAsDouble(ranks[e]) / runs.size();
      }
    }
    return mean;
  }

  /** Recall@20 of some examples, in percent; NaN if not known. */
  public double recall(Slice slice) {
    return percent(hits, slice);
  }

  /** MRR@20 of some examples, in percent; NaN if not known. */
  public double mrr(Slice slice) {
    return percent(reciprocals, slice);
  }

  private static double percent(double[] values, Slice slice) {
    return values == null
        ? Double.NaN
        : 100 * Arrays.stream(slice.examples()).mapToDouble(e -> values[e]).average().orElse(0);
  }
}
