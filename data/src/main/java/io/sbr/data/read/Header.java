package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a file has its columns, and whether its first line says so. */
public final class Header {
  private static final int MOST_SHOWN = 20;

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
   * @throws DataException naming the columns there are if one that is required is missing, or if
   *     two have the name of one
   */
  public static Header of(String file, String[] first, Layout layout) {
    boolean inFile =
        switch (layout.headerLine()) {
          case PRESENT -> true;
          case ABSENT -> false;
          case EITHER -> new Names(first).find(layout.names().get(Column.ITEM)) >= 0;
        };
    String[] cells = inFile ? first : layout.header().toArray(String[]::new);
    return new Header(cells, indices(file, cells, layout), inFile);
  }

  private static Map<Column, Integer> indices(String file, String[] cells, Layout layout) {
    Names names = new Names(cells);
    Map<Column, Integer> indices = new EnumMap<>(Column.class);
    indices.putAll(layout.positions());
    layout
        .names()
        .forEach(
            (column, wanted) -> {
              int index = names.find(wanted);
              if (index >= 0) {
                indices.putIfAbsent(column, index);
                names.refuseTwice(file, column, cells[indices.get(column)], layout);
              }
            });
    for (Column column : layout.required()) {
      if (!indices.containsKey(column)) {
        List<String> wanted = layout.names().get(column);
        throw missing(file, column.label() + " column (" + wanted.get(0) + ")", cells);
      }
    }
    if (!indices.containsKey(Column.SESSION) && !indices.containsKey(Column.USER)) {
      throw missing(file, "session or user column", cells);
    }
    return indices;
  }

  private static DataException missing(String file, String what, String[] cells) {
    return new DataException(file, 1, "the header has no " + what + "; it has " + shown(cells));
  }

  /** Names of columns as a list for a message, long ones and long lists cut. */
  public static String shown(String[] cells) {
    String shown =
        Arrays.stream(cells).limit(MOST_SHOWN).map(Shown::brief).collect(Collectors.joining(", "));
    return cells.length <= MOST_SHOWN
        ? shown
        : shown + " and %,d more".formatted(cells.length - MOST_SHOWN);
  }

  /** The names of all columns, those that are not used too. */
  List<String> names() {
    return List.of(cells);
  }

  /** Whether the first line is a header, not a row. */
  public boolean inFile() {
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
  public boolean has(Column column) {
    return index(column) >= 0;
  }

  /** Index of a column from 0, or −1. */
  public int index(Column column) {
    return indexByOrdinal[column.ordinal()];
  }

  /** A column's name in the file, fit for a message. */
  public String name(Column column) {
    return Shown.brief(cells[indices.get(column)]);
  }

  /** The cells of a header by name: as they stand first, then whatever their spelling. */
  private static final class Names {
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> normal = new HashMap<>();
    private final Map<String, Integer> count = new HashMap<>();

    Names(String[] cells) {
      for (int i = 0; i < cells.length; i++) {
        exact.putIfAbsent(cells[i].strip(), i);
        normal.putIfAbsent(ColumnNames.normal(cells[i]), i);
        count.merge(cells[i].strip(), 1, Integer::sum);
      }
    }

    int find(List<String> names) {
      for (String name : names) {
        Integer index = exact.getOrDefault(name, normal.get(ColumnNames.normal(name)));
        if (index != null) {
          return index;
        }
      }
      return -1;
    }

    void refuseTwice(String file, Column column, String cell, Layout layout) {
      if (!layout.positions().containsKey(column) && count.getOrDefault(cell.strip(), 0) > 1) {
        throw new DataException(
            file,
            1,
            "two columns are called %s; say which by number: --columns %s=NUMBER"
                .formatted(Shown.quoted(cell), column.label()));
      }
    }
  }
}
