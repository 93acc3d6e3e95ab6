package io.sbr.models.pipeline;

import io.sbr.models.pipeline.Clicks.Detail;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answer for one session.
 *
 * @param items best first
 * @param knownClicks clicks that were used
 * @param unknownClicks clicks that were dropped because the run does not know the item
 * @param neutral what the model reads beside the items and could not have: the session was answered
 *     as if it were an average in this, for example a stranger's
 */
public record Recommendation(
    List<Item> items, int knownClicks, int unknownClicks, Set<Detail> neutral) {
  /** Keeps copies. */
  public Recommendation {
    items = List.copyOf(items);
    neutral = Set.copyOf(neutral);
  }

  /** Where an answer comes from. */
  public enum Source {
    /** The model: at least one click is known. */
    MODEL,
    /** How often items were clicked: no click is known, and this was asked for. */
    POPULARITY,
    /** There is none: no click is known. */
    NOTHING
  }

  /**
   * A recommended item.
   *
   * @param id original id
   * @param score comparable within one session only
   * @param attributes what the shop's catalogue says of it, by column
   */
  public record Item(String id, double score, Map<String, String> attributes) {
    /** Keeps a copy, in its order. */
    public Item {
      attributes =
          attributes.isEmpty()
              ? Map.of()
              : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** One of which nothing else is known. */
    public Item(String id, double score) {
      this(id, score, Map.of());
    }
  }

  /** Where the items come from. */
  public Source source() {
    if (knownClicks > 0) {
      return Source.MODEL;
    }
    return items.isEmpty() ? Source.NOTHING : Source.POPULARITY;
  }
}
