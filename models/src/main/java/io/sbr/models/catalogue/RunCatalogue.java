package io.sbr.models.catalogue;

import io.sbr.data.ItemSet;
import io.sbr.data.Shown;
import io.sbr.data.Vocabulary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a shop says of the items that one run knows. The set of a column's value is made once and
 * kept, as long as those kept take no more than {@value #MEMORY} bytes. Thread-safe.
 */
public final class RunCatalogue {
  private static final int MEMORY = 64 << 20;

  private final Vocabulary items;
  private final Catalogue shop;
  private final Map<String, ColumnIndex> columns = new HashMap<>(); // guarded by itself
  private final Map<Value, ItemSet> sets; // guarded by itself
  private volatile Withdrawn withdrawn;

  private record Value(String column, String value) {}

  /**
   * What is withdrawn.
   *
   * @param ids as the shop has them
   * @param rest of the run's items; empty if that is all of them
   */
  private record Withdrawn(Set<String> ids, Optional<ItemSet> rest) {}

  /** Joins the two by the items' ids. */
  public RunCatalogue(Vocabulary items, Catalogue shop) {
    this.items = items;
    this.shop = shop;
    int most = Math.max(1, MEMORY / (Integer.BYTES + items.size() / Byte.SIZE));
    sets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Value, ItemSet> longestUnasked) {
            return size() > most;
          }
        };
    withdrawn = new Withdrawn(Set.of(), Optional.empty());
  }

  /** What is known of an item of the run, by column. */
  public Map<String, String> attributes(String id) {
    return shop.attributes().of(id);
  }

  /**
   * A search among the items of the run.
   *
   * @param order numbers of all of them, those to be found first at the beginning
   */
  public ItemSearch search(int[] order) {
    return new ItemSearch(items, shop.attributes(), order);
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

  /**
   * Refuses a filter by a column that is not there.
   *
   * @throws IllegalArgumentException naming it and those that are
   */
  public void check(ItemFilter filter) {
    ItemAttributes attributes = shop.attributes();
    for (String column : filter.columns().keySet()) {
      if (!attributes.columns().contains(column)) {
        throw new IllegalArgumentException(
            attributes.columns().isEmpty()
                ? "no attributes of items are known, so none can be filtered by "
                    + Shown.quoted(column)
                : "the items have no column %s; there are %s"
                    .formatted(
                        Shown.quoted(column),
                        Shown.message(String.join(", ", attributes.columns()))));
      }
    }
  }

  /**
   * The items that an answer may hold.
   *
   * @return empty if that is all of them
   * @throws IllegalArgumentException as {@link #check}
   */
  public Optional<ItemSet> allowed(ItemFilter filter) {
    check(filter);
    Optional<ItemSet> allowed = filter.allowed().map(this::ids);
    for (Map.Entry<String, Set<String>> column : filter.columns().entrySet()) {
      ItemSet any =
          column.getValue().stream()
              .map(value -> having(column.getKey(), value))
              .reduce(ItemSet::or)
              .orElseGet(() -> ids(Set.of()));
      allowed = Optional.of(allowed.map(any::and).orElse(any));
    }
    if (!filter.excluded().isEmpty()) {
      ItemSet others = allowed.orElseGet(() -> ItemSet.all(items.size()));
      allowed = Optional.of(others.without(ids(filter.excluded())));
    }
    Optional<ItemSet> rest = rest();
    return allowed.isPresent() && rest.isPresent()
        ? Optional.of(allowed.get().and(rest.get()))
        : allowed.or(() -> rest);
  }

  private ItemSet ids(Set<String> ids) {
    return ItemSet.of(items.size(), ids.stream().mapToInt(items::number));
  }

  /** What is not withdrawn; the same set as long as nothing changes. */
  private Optional<ItemSet> rest() {
    Set<String> now = shop.withdrawn();
    Withdrawn known = withdrawn;
    if (known.ids != now) { // a set of the shop's does not change: it is replaced
      ItemSet out = ids(now);
      known =
          new Withdrawn(
              now,
              out.size() == 0
                  ? Optional.empty()
                  : Optional.of(ItemSet.all(items.size()).without(out)));
      withdrawn = known;
    }
    return known.rest;
  }

  private ItemSet having(String column, String value) {
    synchronized (sets) {
      return sets.computeIfAbsent(new Value(column, value), one -> index(column).having(value));
    }
  }

  private ColumnIndex index(String column) {
    synchronized (columns) {
      ItemAttributes attributes = shop.attributes();
      return columns.computeIfAbsent(
          column, name -> new ColumnIndex(items, attributes, attributes.columns().indexOf(name)));
    }
  }
}
