package io.sbr.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
   * @param attributes what the server knows of it, such as its title, by column
   */
  public record Item(String id, double score, Map<String, String> attributes) {
    /** Keeps a copy. */
    public Item {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
  }
}
