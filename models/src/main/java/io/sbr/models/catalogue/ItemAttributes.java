package io.sbr.models.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is known of items beside clicks: columns of text, by the items' original ids. */
public final class ItemAttributes {
  /** Nothing of no item. */
  public static final ItemAttributes NONE = new ItemAttributes(List.of(), Map.of());

  private final List<String> columns;
  private final Map<String, String[]> rows;

  /**
   * Of rows.
   *
   * @param columns names, the id's not among them
   * @param rows by id, a cell for each column; empty where an item has no value
   */
  ItemAttributes(List<String> columns, Map<String, String[]> rows) {
    this.columns = List.copyOf(columns);
    this.rows = rows;
  }

  /**
   * Of values that a program has.
   *
   * @param byId of each item its values by column; columns stand in the order in which they come
   */
  public static ItemAttributes of(Map<String, Map<String, String>> byId) {
    List<String> columns =
        new ArrayList<>(
            byId.values().stream().map(Map::keySet).flatMap(Set::stream).distinct().toList());
    Map<String, String[]> rows = new HashMap<>();
    byId.forEach(
        (id, values) ->
            rows.put(
                id,
                columns.stream()
                    .map(column -> Objects.requireNonNullElse(values.get(column), ""))
                    .toArray(String[]::new)));
    return new ItemAttributes(columns, rows);
  }

  /** Names of the columns, as they stand in the file; the id's is not among them. */
  public List<String> columns() {
    return columns;
  }

  /** The items of which something is known. */
  public Set<String> ids() {
    return rows.keySet();
  }

  /**
   * What is known of an item, by column and in their order; a column without a value is not there.
   */
  public Map<String, String> of(String id) {
    String[] cells = rows.get(id);
    if (cells == null) {
      return Map.of();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int c = 0; c < cells.length; c++) {
      if (!cells[c].isEmpty()) {
        values.put(columns.get(c), cells[c]);
      }
    }
    return values;
  }

  /** The value of one column, if the item has one. */
  Optional<String> value(String id, int column) {
    String[] cells = rows.get(id);
    return cells == null || cells[column].isEmpty() ? Optional.empty() : Optional.of(cells[column]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemAttributes attributes
        && columns.equals(attributes.columns)
        && rows.keySet().equals(attributes.rows.keySet())
        && rows.entrySet().stream()
            .allMatch(row -> Arrays.equals(row.getValue(), attributes.rows.get(row.getKey())));
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + rows.keySet().hashCode();
  }
}
