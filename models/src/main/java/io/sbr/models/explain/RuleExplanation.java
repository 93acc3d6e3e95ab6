package io.sbr.models.explain;

import java.util.List;

/**
 * Why rules answer a session as they do: which clicks have a rule for an item, and its weight.
 *
 * @param model name of the model
 * @param clicks the session's known clicks in order of time, as original ids
 * @param unknown clicked ids that the run does not know; they took no part
 * @param results best first
 */
public record RuleExplanation(
    String model, List<String> clicks, List<String> unknown, List<Result> results)
    implements Explanation {
  /**
   * A recommended item.
   *
   * @param item original id
   * @param score sum of the causes; 0 where no rule leads to the item and popularity filled it in
   * @param causes clicks that speak for it, the last one first
   */
  public record Result(String item, double score, List<Cause> causes) {}

  /**
   * A click that has a rule for the item.
   *
   * @param position of the click, from 0
   * @param click original id
   * @param weight what it adds to the score
   */
  public record Cause(int position, String click, double weight) {}

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.rules(this);
  }
}
