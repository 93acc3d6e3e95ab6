package io.sbr.models.pipeline;

import io.sbr.models.catalogue.ItemFilter;

/**
 * What is wanted of a ranking.
 *
 * @param k most items wanted, at least 1
 * @param excludeSeen whether a session's own items are left out
 * @param unknown what is answered where the run knows none of the clicks
 * @param filter which items may be there; popular ones, too
 */
public record RankingOptions(int k, boolean excludeSeen, Unknown unknown, ItemFilter filter) {
  /** What is answered to a session of which the run knows no click. */
  public enum Unknown {
    /** No items: the caller decides what to show. */
    EMPTY,
    /** The items most clicked in train. */
    POPULAR
  }

  /** Refuses a depth below 1. */
  public RankingOptions {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
  }

  /** The same of all items. */
  public RankingOptions(int k, boolean excludeSeen, Unknown unknown) {
    this(k, excludeSeen, unknown, ItemFilter.NONE);
  }

  /** The k best items; none where no click is known. */
  public static RankingOptions top(int k) {
    return new RankingOptions(k, false, Unknown.EMPTY);
  }

  /** The same without the session's own items. */
  public RankingOptions withoutSeen() {
    return new RankingOptions(k, true, unknown, filter);
  }

  /** The same with the most clicked items where no click is known. */
  public RankingOptions orPopular() {
    return new RankingOptions(k, excludeSeen, Unknown.POPULAR, filter);
  }

  /** The same of those items alone that a filter lets through. */
  public RankingOptions only(ItemFilter other) {
    return new RankingOptions(k, excludeSeen, unknown, other);
  }
}
