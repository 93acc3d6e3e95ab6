package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.time.TimeColumn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.Iterator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads logs of one row a line: CSV, TSV and the vendors' variations of them. */
public final class DelimitedReader implements ClickReader {
  private final Layout layout;
  private final CSVFormat format;

  /** A reader of logs of this layout. */
  public DelimitedReader(Layout layout) {
    this.layout = layout;
    this.format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(layout.delimiter())
            .setQuote(layout.quoted() ? '"' : null)
            .get();
  }

  @Override
  public void read(LogFile file, ClickSink sink) {
    long line = 1;
    try (BufferedReader text = file.open();
        CSVParser rows = format.parse(text)) {
      try {
        Iterator<CSVRecord> iterator = rows.iterator();
        if (!iterator.hasNext()) {
          throw new DataException(file.name() + ": the file is empty");
        }
        CSVRecord first = iterator.next();
        Header header = Header.of(file.name(), first.values(), layout);
        sink.header(header.names());
        sink.begin(file.name(), header.columns());
        Row row = new Row(header);
        if (!header.inFile()) {
          sink.accept(row.parse(file.name(), rows.getCurrentLineNumber(), first));
        }
        while (iterator.hasNext()) {
          CSVRecord next = iterator.next();
          sink.accept(row.parse(file.name(), rows.getCurrentLineNumber(), next));
        }
      } finally {
        line = Math.max(1, rows.getCurrentLineNumber());
      }
    } catch (UncheckedIOException e) {
      throw file.failure(line, e.getCause());
    } catch (IOException e) {
      throw file.failure(line, e);
    }
  }

  /** Parses rows under one header. */
  private final class Row {
    private final Header header;
    private final TimeColumn time = layout.time().column();
    private final TimeColumn dates = TimeFormat.TEXT.column();

    Row(Header header) {
      this.header = header;
    }

    // Everything but the keys first: a row may lack a key only if it is sound otherwise, so that a
    // line of noise stops the reading and is not taken for a row without an item.
    Click parse(String file, long line, CSVRecord record) {
      if (record.size() > header.width()) {
        throw new DataException(
            file, line, record.size() + " cells, but " + header.width() + " columns");
      }
      long when = Click.NONE;
      int nanos = 0;
      if (header.has(Column.TIME)) {
        if (header.index(Column.TIME) >= record.size()) {
          throw none(file, line, record, Column.TIME);
        }
        String cell = cell(record, Column.TIME);
        if (cell != null && !MissingWords.has(cell)) {
          read(time, file, line, Column.TIME, cell);
          when = time.millis();
          nanos = time.nanos();
        }
      }
      long day = Click.NONE;
      if (header.has(Column.DAY)) {
        String cell = needed(file, line, record, Column.DAY);
        read(dates, file, line, Column.DAY, cell);
        day = dates.millis();
      }
      String event = header.has(Column.EVENT) ? event(file, line, record) : null;
      if (record.size() == 1 && header.width() > 1) {
        throw new DataException(file, line, "1 cell, but " + header.width() + " columns");
      }
      return new Click(
          cell(record, Column.SESSION),
          cell(record, Column.USER),
          cell(record, Column.ITEM),
          when,
          nanos,
          day,
          event);
    }

    /** In a log that need not have event types, a column of that name may have gaps. */
    private String event(String file, long line, CSVRecord record) {
      if (layout.required().contains(Column.EVENT)) {
        return needed(file, line, record, Column.EVENT);
      }
      String cell = cell(record, Column.EVENT);
      return cell == null ? "" : cell;
    }

    private String needed(String file, long line, CSVRecord record, Column column) {
      String cell = cell(record, column);
      if (cell == null || cell.equals("NA")) {
        throw none(file, line, record, column);
      }
      return cell;
    }

    private DataException none(String file, long line, CSVRecord record, Column column) {
      return new DataException(file, line, "no " + header.name(column) + ": " + shown(record));
    }

    /** The cell of a column, or null where there is none: no such column, or empty. */
    private String cell(CSVRecord record, Column column) {
      int index = header.index(column);
      if (index < 0 || index >= record.size()) {
        return null;
      }
      String cell = record.get(index).strip();
      return cell.isEmpty() ? null : cell;
    }

    private void read(TimeColumn times, String file, long line, Column column, String cell) {
      try {
        times.read(cell);
      } catch (DateTimeException e) {
        throw new DataException(
            file, line, header.name(column) + " " + Shown.quoted(cell) + " " + e.getMessage());
      }
    }
  }

  private static String shown(CSVRecord record) {
    String text = String.join(" | ", record.values());
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
