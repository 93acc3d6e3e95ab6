package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import java.io.IOException;
import java.time.DateTimeException;

/** Reads logs of one row a line: CSV, TSV and the vendors' variations of them. */
public final class DelimitedReader implements ClickReader {
  private final Layout layout;

  /** A reader of logs of this layout. */
  public DelimitedReader(Layout layout) {
    this.layout = layout;
  }

  @Override
  public void read(LogFile file, ClickSink sink) {
    long line = 1;
    try (Rows rows = new Rows(file.name(), file.open(), layout.dialect())) {
      try {
        String[] first = rows.next();
        if (first == null) {
          throw new DataException(file.name() + ": the file is empty");
        }
        Header header = Header.of(file.name(), first, layout);
        sink.begin(file.name(), header.columns());
        Row row = new Row(file.name(), header);
        for (String[] next = header.inFile() ? rows.next() : first;
            next != null;
            next = rows.next()) {
          sink.accept(row.parse(rows.line(), next));
        }
      } finally {
        line = Math.max(1, rows.line());
      }
    } catch (IOException e) {
      throw file.failure(line, e);
    }
  }

  /** Parses rows under one header. */
  private final class Row {
    private final String file;
    private final Header header;
    private TimeFormat time = layout.time();

    Row(String file, Header header) {
      this.file = file;
      this.header = header;
    }

    // Everything but the keys first: a row may lack a key only if it is sound otherwise, so that a
    // line of noise stops the reading and is not taken for a row without an item.
    Click parse(long line, String[] cells) {
      if (cells.length > header.width()) {
        throw new DataException(
            file, line, cells.length + " cells, but " + header.width() + " columns");
      }
      long when = Click.NONE;
      if (header.has(Column.TIME)) {
        String cell = needed(line, cells, Column.TIME);
        when = time(line, Column.TIME, time = time.resolve(cell), cell);
      }
      long day = Click.NONE;
      if (header.has(Column.DAY)) {
        String cell = needed(line, cells, Column.DAY);
        day = time(line, Column.DAY, TimeFormat.TEXT, cell);
      }
      String event = header.has(Column.EVENT) ? event(line, cells) : null;
      if (cells.length == 1 && header.width() > 1) {
        throw new DataException(file, line, "1 cell, but " + header.width() + " columns");
      }
      return new Click(
          cell(line, cells, Column.SESSION),
          cell(line, cells, Column.USER),
          cell(line, cells, Column.ITEM),
          when,
          day,
          event);
    }

    /** In a log that need not have event types, a column of that name may have gaps. */
    private String event(long line, String[] cells) {
      if (layout.required().contains(Column.EVENT)) {
        return needed(line, cells, Column.EVENT);
      }
      String cell = cell(line, cells, Column.EVENT);
      return cell == null ? "" : cell;
    }

    private String needed(long line, String[] cells, Column column) {
      String cell = cell(line, cells, column);
      if (cell == null) {
        throw new DataException(
            file,
            line,
            "no " + header.name(column) + ": " + Shown.brief(String.join(" | ", cells)));
      }
      return cell;
    }

    /** The cell of a column, or null where there is none: no such column, empty or NA. */
    private String cell(long line, String[] cells, Column column) {
      int index = header.index(column);
      if (index < 0 || index >= cells.length) {
        return null;
      }
      String cell = cells[index].strip();
      if (cell.length() > Bounds.ID) {
        throw new DataException(
            file,
            line,
            "%s has %,d characters, at most %,d are read: %s"
                .formatted(header.name(column), cell.length(), Bounds.ID, Shown.quoted(cell)));
      }
      if (layout.dialect().quoting() == Dialect.Quoting.NOT_SEEN && isInQuotes(cell)) {
        throw new DataException(
            file,
            line,
            "%s stands in quotes, and the first rows have none: --quote '\"' takes them off,"
                    .formatted(Shown.brief(cell))
                + " --quote none keeps them");
      }
      return cell.isEmpty() || cell.equals("NA") ? null : cell;
    }

    private static boolean isInQuotes(String cell) {
      return cell.length() > 1 && cell.charAt(0) == '"' && cell.charAt(cell.length() - 1) == '"';
    }

    private long time(long line, Column column, TimeFormat format, String cell) {
      try {
        return format.parse(cell);
      } catch (NumberFormatException | DateTimeException e) {
        throw new DataException(
            file,
            line,
            "%s %s is no time (%s)"
                .formatted(header.name(column), Shown.quoted(cell), format.label()));
      }
    }
  }
}
