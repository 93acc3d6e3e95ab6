package io.sbr.models.neighbour;

import java.io.Serializable;

/**
 * What of all sessions an index lists by their items.
 *
 * @param mostPerItem sessions that are kept for an item, the newest
 * @param longestListed distinct items of a session; one of more is in no item's list (VMIS-kNN)
 */
public record IndexBounds(int mostPerItem, int longestListed) implements Serializable {
  /** All of them. */
  static final IndexBounds NONE = new IndexBounds(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** As settings have them, where 0 is no bound. */
  static IndexBounds of(int mostPerItem, int longestListed) {
    return new IndexBounds(
        mostPerItem == 0 ? Integer.MAX_VALUE : mostPerItem,
        longestListed == 0 ? Integer.MAX_VALUE : longestListed);
  }

  /** Whether a session of so many distinct items is listed. */
  boolean lists(int distinct) {
    return distinct <= longestListed;
  }

  /** How many of an item's sessions are kept. */
  int kept(int held) {
    return Math.min(held, mostPerItem);
  }
}
