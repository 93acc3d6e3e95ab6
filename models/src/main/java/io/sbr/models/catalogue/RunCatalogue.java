package io.sbr.models.catalogue;

import io.sbr.data.Vocabulary;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a shop says of the items that one run knows. Thread-safe. */
public final class RunCatalogue {
  private final Vocabulary items;
  private final Catalogue shop;

  /** Joins the two by the items' ids. */
  public RunCatalogue(Vocabulary items, Catalogue shop) {
    this.items = items;
    this.shop = shop;
  }

  /** What is known of an item of the run, by column. */
  public Map<String, String> attributes(String id) {
    return shop.attributes().of(id);
  }

  /**
   * How many items are only here or only there, in a line; empty if all are in both, or no item has
   * attributes at all.
   */
  public Optional<String> mismatch() {
    ItemAttributes attributes = shop.attributes();
    if (attributes.columns().isEmpty()) {
      return Optional.empty();
    }
    long known = items.ids().stream().filter(attributes.ids()::contains).count();
    long strangers = attributes.ids().size() - known;
    long bare = items.size() - known;
    return strangers == 0 && bare == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "item attributes: %,d of %,d items are unknown to the run, and %,d of its %,d have"
                    + " none",
                strangers,
                attributes.ids().size(),
                bare,
                items.size()));
  }
}
