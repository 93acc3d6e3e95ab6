package io.sbr.server.api;

import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.pipeline.RankingOptions.Unknown;
import io.sbr.server.serving.Split;
import java.util.Optional;

/**
 * What a shop adds to what its runs have learned.
 *
 * @param catalogue what it says of its items, to all runs
 * @param unknown what is answered where no click is known and the request does not say what; empty
 *     all the same by a run that does not say which items are popular
 * @param split which run answers a session where the request names none; without it, the first
 */
public record ShopRules(Catalogue catalogue, Unknown unknown, Optional<Split> split) {
  /** Of the catalogue alone. */
  public static ShopRules of(Catalogue catalogue) {
    return new ShopRules(catalogue, Unknown.EMPTY, Optional.empty());
  }

  /** Nothing is said of any item. */
  public static ShopRules none() {
    return of(Catalogue.empty());
  }
}
