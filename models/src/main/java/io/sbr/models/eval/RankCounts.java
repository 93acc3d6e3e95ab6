package io.sbr.models.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each rank occurred, and the metrics that follow. Counting instead of adding fractions
 * makes the result independent of the order and the batches in which examples were ranked.
 */
public final class RankCounts {
  private final long[] counts;
  private long examples;

  /** Nothing counted yet; ranks beyond {@code deepest} only count as misses. */
  public RankCounts(int deepest) {
    counts = new long[deepest + 1];
  }

  /**
   * Counts ranks.
   *
   * @param ranks from 1
   * @throws ArithmeticException for rank 0, which stands for a score that is NaN
   */
  public void add(int[] ranks) {
    for (int rank : ranks) {
      if (rank < 1) {
        throw new ArithmeticException("a score is NaN: the model cannot be evaluated");
      }
      examples++;
      if (rank < counts.length) {
        counts[rank]++;
      }
    }
  }

  /** Counts examples whose target cannot be found at any rank. */
  public void addMisses(long misses) {
    examples += misses;
  }

  /** Number of examples counted. */
  public long examples() {
    return examples;
  }

  /**
   * The metrics at each of these depths; 0 where nothing was counted.
   *
   * @param ks each from 1 to the deepest rank counted
   */
  public Metrics metrics(List<Integer> ks) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int k : ks) {
      long hits = 0;
      double reciprocal = 0;
      double gain = 0;
      for (int rank = 1; rank <= k; rank++) {
        hits += counts[rank];
        reciprocal += (double) counts[rank] / rank;
        gain += counts[rank] * (Math.log(2) / Math.log(1 + rank));
      }
      double percent = examples == 0 ? 0 : 100.0 / examples;
      values.put("recall@" + k, percent * hits);
      values.put("mrr@" + k, percent * reciprocal);
      values.put("ndcg@" + k, percent * gain);
    }
    return new Metrics(values);
  }
}
