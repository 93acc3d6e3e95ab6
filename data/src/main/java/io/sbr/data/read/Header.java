package io.sbr.data.read;

import io.sbr.data.DataException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a file has its columns, and whether its first line says so. */
final class Header {
  private final String[] cells;
  private final Map<Column, Integer> indices;
  private final int[] indexByOrdinal = new int[Column.values().length];
  private final boolean inFile;

  private Header(String[] cells, Map<Column, Integer> indices, boolean inFile) {
    this.cells = cells;
    this.indices = indices;
    this.inFile = inFile;
    for (Column column : Column.values()) {
      indexByOrdinal[column.ordinal()] = indices.getOrDefault(column, -1);
    }
  }

  /**
   * The header of a file whose first line has these cells.
   *
   * @throws DataException naming the columns there are if one that is required is missing
   */
  static Header of(String file, String[] first, Layout layout) {
    if (layout.header() != null && find(first, layout.names().get(Column.ITEM)) < 0) {
      return of(file, layout.header().toArray(String[]::new), layout, false);
    }
    return of(file, first, layout, true);
  }

  private static Header of(String file, String[] cells, Layout layout, boolean inFile) {
    Map<Column, Integer> indices = new EnumMap<>(Column.class);
    layout
        .names()
        .forEach(
            (column, names) -> {
              int index = find(cells, names);
              if (index >= 0) {
                indices.put(column, index);
              } else if (layout.required().contains(column)) {
                throw missing(file, column.label() + " column (" + names.get(0) + ")", cells);
              }
            });
    if (!indices.containsKey(Column.SESSION) && !indices.containsKey(Column.USER)) {
      throw missing(file, "session or user column", cells);
    }
    return new Header(cells, indices, inFile);
  }

  private static DataException missing(String file, String what, String[] cells) {
    String there = String.join(", ", cells);
    String shown = there.length() <= 120 ? there : there.substring(0, 120) + "…";
    return new DataException(file, 1, "the header has no " + what + "; it has " + shown);
  }

  private static int find(String[] cells, List<String> names) {
    for (String name : names) {
      for (int i = 0; i < cells.length; i++) {
        // RecBole writes "field:type"
        int colon = cells[i].lastIndexOf(':');
        String bare = colon > 0 ? cells[i].substring(0, colon) : cells[i];
        if (cells[i].equals(name) || Column.normal(bare).equals(Column.normal(name))) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The names of all columns, those that are not used too. */
  List<String> names() {
    return List.of(cells);
  }

  /** Whether the first line is a header, not a row. */
  boolean inFile() {
    return inFile;
  }

  /** The columns that the log has. */
  Set<Column> columns() {
    return indices.keySet();
  }

  /** Number of columns. */
  int width() {
    return cells.length;
  }

  /** Whether the log has a column. */
  boolean has(Column column) {
    return index(column) >= 0;
  }

  /** Index of a column, or −1. */
  int index(Column column) {
    return indexByOrdinal[column.ordinal()];
  }

  /** A column's name in the file. */
  String name(Column column) {
    return cells[indices.get(column)];
  }
}
