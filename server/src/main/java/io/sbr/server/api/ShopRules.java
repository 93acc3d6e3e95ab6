package io.sbr.server.api;

import io.sbr.models.catalogue.Catalogue;

/**
 * What a shop adds to what its runs have learned.
 *
 * @param catalogue what it says of its items, to all runs
 */
public record ShopRules(Catalogue catalogue) {
  /** Nothing is said of any item. */
  public static ShopRules none() {
    return new ShopRules(Catalogue.empty());
  }
}
