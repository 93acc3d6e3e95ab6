package io.sbr.models.explain;

import java.util.List;

/**
 * Why a neighbour method answers a session as it does: which past sessions spoke for an item.
 *
 * @param model name of the model
 * @param clicks the session's known clicks in order of time, as original ids
 * @param unknown clicked ids that the run does not know; they took no part
 * @param results best first
 */
public record NeighbourExplanation(
    String model, List<String> clicks, List<String> unknown, List<Result> results)
    implements Explanation {
  /**
   * A recommended item.
   *
   * @param item original id
   * @param score of the method; 0 where no neighbour holds the item and popularity filled it in
   * @param neighbours number of neighbours that hold it
   * @param said what they said, all together: the score but for what a setting adds in the end
   * @param voices the loudest of them, at most so many as were asked for
   */
  public record Result(
      String item, double score, int neighbours, double said, List<Voice> voices) {}

  /**
   * A past session that spoke for an item.
   *
   * @param session its number in order of time, from 0
   * @param newer how many past sessions are newer
   * @param days from its last click to the newest one of all; of a log without times, at the pace
   *     that the run was told
   * @param similarity to the current session
   * @param said what it added to the item's score
   * @param items its distinct items by their last click, as original ids
   */
  public record Voice(
      int session, int newer, double days, double similarity, double said, List<String> items) {}

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.neighbours(this);
  }
}
