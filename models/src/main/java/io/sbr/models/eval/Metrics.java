package io.sbr.models.eval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sbr.data.Shown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation measured, in percent, under the keys of all reports: {@code recall@20} (= P@20
 * of the papers = hit rate, there is one target), {@code mrr@20}, {@code ndcg@20}, and so on.
 *
 * @param values by key, in order of k; plain JSON
 */
public record Metrics(@JsonValue Map<String, Double> values) {
  /** Keeps a copy that does not change. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Metrics {
    if (values == null) {
      throw new IllegalArgumentException("no metrics");
    }
    values.forEach(
        (key, value) -> {
          if (value == null || !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(Shown.brief(key) + " is " + value);
          }
        });
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Of these ranks.
   *
   * @param ranks from 1
   * @param ks depths, each at least 1
   * @throws ArithmeticException for rank 0, which stands for a score that is NaN
   */
  public static Metrics of(int[] ranks, List<Integer> ks) {
    RankCounts counts = new RankCounts(Collections.max(ks));
    counts.add(ranks);
    return counts.metrics(ks);
  }

  /** Share of targets among the k best, in percent. */
  public double recall(int k) {
    return get("recall@" + k);
  }

  /** Mean of 1/rank, 0 beyond k, in percent. */
  public double mrr(int k) {
    return get("mrr@" + k);
  }

  /** Mean of 1/log₂(1 + rank), 0 beyond k, in percent: with one target the ideal is 1. */
  public double ndcg(int k) {
    return get("ndcg@" + k);
  }

  /** These, but with every MRR taken from {@code other}. */
  public Metrics withMrrOf(Metrics other) {
    Map<String, Double> mixed = new LinkedHashMap<>(values);
    mixed.replaceAll((key, value) -> key.startsWith("mrr@") ? other.get(key) : value);
    return new Metrics(mixed);
  }

  /** Whether the same was measured. */
  public boolean sameKeys(Metrics other) {
    return values.keySet().equals(other.values.keySet());
  }

  private double get(String key) {
    Double value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " was not measured, only " + values.keySet());
    }
    return value;
  }
}
