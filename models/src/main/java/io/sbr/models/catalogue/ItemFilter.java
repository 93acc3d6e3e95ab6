package io.sbr.models.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which items an answer may hold: those that have one of the values of each column, are in the list
 * of those allowed if there is one, and in that of the excluded ones not.
 *
 * @param columns wanted values by column; an empty value is that of items that have none
 * @param allowed ids of the only items that may be there; empty for all
 * @param excluded ids of items that may not
 */
public record ItemFilter(
    Map<String, Set<String>> columns, Optional<Set<String>> allowed, Set<String> excluded) {
  /** Lets every item through. */
  public static final ItemFilter NONE = new ItemFilter(Map.of(), Optional.empty(), Set.of());

  /** Keeps copies. */
  public ItemFilter {
    columns = Map.copyOf(columns);
    allowed = allowed.map(Set::copyOf);
    excluded = Set.copyOf(excluded);
  }

  /**
   * The same where a column must have one of these values, or of those that it might have before.
   */
  public ItemFilter where(String column, String... values) {
    Map<String, Set<String>> more = new LinkedHashMap<>(columns);
    Set<String> any = new LinkedHashSet<>(columns.getOrDefault(column, Set.of()));
    any.addAll(List.of(values));
    more.put(column, Set.copyOf(any));
    return new ItemFilter(more, allowed, excluded);
  }

  /** The same among these items alone. */
  public ItemFilter among(Collection<String> ids) {
    return new ItemFilter(columns, Optional.of(Set.copyOf(ids)), excluded);
  }

  /** The same without these items. */
  public ItemFilter without(Collection<String> ids) {
    return new ItemFilter(columns, allowed, Set.copyOf(ids));
  }
}
