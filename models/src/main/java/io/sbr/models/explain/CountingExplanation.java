package io.sbr.models.explain;

import java.util.List;

/**
 * Why a model that counts answers a session as it does: a score is a count and, below 1, the item's
 * popularity, which orders items of equal counts.
 *
 * @param model name of the model
 * @param clicks the session's known clicks in order of time, as original ids
 * @param unknown clicked ids that the run does not know; they took no part
 * @param counted what the counts are of, in a few words
 * @param results best first
 */
public record CountingExplanation(
    String model, List<String> clicks, List<String> unknown, String counted, List<Result> results)
    implements Explanation {
  /**
   * A recommended item.
   *
   * @param item original id
   * @param score count plus popularity
   * @param count 0 where the session says nothing of the item
   * @param popularity clicks in train as a share of a little more than the most clicked item's
   */
  public record Result(String item, double score, int count, double popularity) {}

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.counting(this);
  }
}
