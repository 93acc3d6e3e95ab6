package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.read.Column;
import io.sbr.data.read.Header;
import io.sbr.data.read.Layout;
import io.sbr.data.read.Layout.HeaderLine;
import io.sbr.data.read.TimeFormat;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The user's choices on a log whose format has its columns. */
final class KnownColumns {
  private KnownColumns() {}

  /**
   * A layout with the user's choices in it.
   *
   * @throws DataException if the format has a header, and the user says that there is none
   */
  static Layout chosen(Layout layout, Choices choices) {
    Map<Column, String> columns = new EnumMap<>(Column.class);
    columns.putAll(choices.columns());
    columns.values().removeIf(Choices.NO_COLUMN::equals);
    TimeFormat time = choices.time() == TimeFormat.AUTO ? layout.time() : choices.time();
    Layout merged = layout.with(columns, time);
    Map<Column, List<String>> names = new EnumMap<>(merged.names());
    Set<Column> required = EnumSet.copyOf(merged.required());
    choices
        .columns()
        .forEach(
            (column, name) -> {
              if (name.equals(Choices.NO_COLUMN)) {
                names.remove(column);
                required.remove(column);
              }
            });
    return new Layout(
        merged.dialect(),
        names,
        merged.positions(),
        required,
        headerLine(layout.headerLine(), choices.header()),
        merged.header(),
        merged.time());
  }

  private static HeaderLine headerLine(HeaderLine usual, Boolean chosen) {
    if (chosen == null) {
      return usual;
    }
    if (!chosen && usual == HeaderLine.PRESENT) {
      throw new DataException("--no-header: logs of this format have one; use --format csv");
    }
    return chosen ? HeaderLine.PRESENT : HeaderLine.ABSENT;
  }

  /** Refuses a column that holds two things. */
  static void refuseTwice(Header header) {
    Map<Integer, Column> used = new HashMap<>();
    for (Column column : Column.values()) {
      if (header.has(column)) {
        Column other = used.put(header.index(column), column);
        if (other != null) {
          throw new DataException(
              "--columns: %s is both %s and %s; a column holds one of them"
                  .formatted(header.name(column), other.label(), column.label()));
        }
      }
    }
  }
}
