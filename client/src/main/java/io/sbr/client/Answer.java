package io.sbr.client;

import java.util.List;
import java.util.Set;

/**
 * What the server says.
 *
 * @param run who answered
 * @param version of it; equal versions are equal runs
 * @param knownClicks clicks that were used
 * @param unknownClicks clicks that were dropped because the run does not know the item
 * @param answeredBy {@code model}, {@code popularity} or {@code nothing}
 * @param notKnown what the model reads and was not given: {@code user}, {@code times}, {@code
 *     durations}
 * @param items best first
 */
public record Answer(
    String run,
    String version,
    int knownClicks,
    int unknownClicks,
    String answeredBy,
    Set<String> notKnown,
    List<Item> items) {
  /** Keeps copies. */
  public Answer {
    notKnown = Set.copyOf(notKnown);
    items = List.copyOf(items);
  }

  /**
   * A recommended item.
   *
   * @param id original id
   * @param score comparable within one answer
   */
  public record Item(String id, double score) {}
}
