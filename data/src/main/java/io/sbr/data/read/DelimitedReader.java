package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.time.TimeColumn;
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
        sink.header(header.names());
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
    private final TimeColumn time = layout.time().column();
    private final TimeColumn dates = TimeFormat.TEXT.column();

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
      int nanos = 0;
      if (header.has(Column.TIME)) {
        if (header.index(Column.TIME) >= cells.length) {
          throw none(line, cells, Column.TIME);
        }
        String cell = cell(line, cells, Column.TIME);
        if (cell != null && !MissingWords.has(cell)) {
          read(time, line, Column.TIME, cell);
          when = time.millis();
          nanos = time.nanos();
        }
      }
      long day = Click.NONE;
      if (header.has(Column.DAY)) {
        String cell = needed(line, cells, Column.DAY);
        read(dates, line, Column.DAY, cell);
        day = dates.millis();
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
          nanos,
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
      if (cell == null || cell.equals("NA")) {
        throw none(line, cells, column);
      }
      return cell;
    }

    private DataException none(long line, String[] cells, Column column) {
      return new DataException(
          file, line, "no " + header.name(column) + ": " + Shown.brief(String.join(" | ", cells)));
    }

    /** The cell of a column, or null where there is none: no such column, or empty. */
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
      return cell.isEmpty() ? null : cell;
    }

    private static boolean isInQuotes(String cell) {
      return cell.length() > 1 && cell.charAt(0) == '"' && cell.charAt(cell.length() - 1) == '"';
    }

    private void read(TimeColumn times, long line, Column column, String cell) {
      try {
        times.read(cell);
      } catch (DateTimeException e) {
        throw new DataException(
            file, line, header.name(column) + " " + Shown.quoted(cell) + " " + e.getMessage());
      }
    }
  }
}
