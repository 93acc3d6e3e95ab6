package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.file.BoundedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of a text, cut into cells, each with its line; blank lines are left out. */
public final class Rows implements AutoCloseable {
  private final String file;
  private final Dialect dialect;
  private final BoundedReader text;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private long line;

  /**
   * Begins to read.
   *
   * @param file for messages
   */
  public Rows(String file, Reader text, Dialect dialect) throws IOException {
    this.file = file;
    this.dialect = dialect;
    this.text = new BoundedReader(text, Bounds.ROW);
    boolean quoted = dialect.quoting() == Dialect.Quoting.DOUBLE;
    this.parser =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(dialect.separator())
            .setQuote(quoted ? '"' : null)
            .get()
            .parse(this.text);
    this.records = parser.iterator();
  }

  /**
   * The cells of the next row, or null after the last.
   *
   * @throws DataException if a row is too long, has a quote out of place, or has a line break
   *     inside a cell that may not have one; the message names the line
   * @throws IOException if the text cannot be read
   */
  public String[] next() throws IOException {
    CSVRecord row;
    try {
      row = records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw fault(e.getCause());
    }
    text.restart();
    if (row == null) {
      return null;
    }
    String[] cells = row.values();
    line = parser.getCurrentLineNumber();
    if (cells.length > Bounds.COLUMNS) {
      throw new DataException(
          file, line, "%,d cells; at most %,d are read".formatted(cells.length, Bounds.COLUMNS));
    }
    if (dialect.quoting() == Dialect.Quoting.DOUBLE && !dialect.multiline()) {
      refuseLineBreaks(cells);
    }
    return cells;
  }

  private void refuseLineBreaks(String[] cells) {
    for (String cell : cells) {
      if (cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0) {
        long inside = 0;
        for (String each : cells) {
          inside += each.lines().count() - (each.isEmpty() ? 0 : 1);
        }
        throw new DataException(
            file,
            Math.max(1, line - inside),
            "a line break inside a quoted cell; --multiline allows it, --quote none reads quotes"
                + " as text");
      }
    }
  }

  private IOException fault(IOException cause) {
    // what the parser was in the middle of began after the last row
    if (cause instanceof CSVException wrong) {
      boolean open = wrong.getMessage().contains("EOF");
      throw new DataException(
          file,
          open ? line + 1 : parser.getCurrentLineNumber(),
          open
              ? "a quote is opened and not closed; --quote none reads quotes as text"
              : "text after a closing quote; --quote none reads quotes as text");
    }
    if (cause instanceof BoundedReader.TooLongException) {
      String quote =
          dialect.quoting() == Dialect.Quoting.DOUBLE
              ? "; is a quote left open (--quote none)?"
              : "";
      throw new DataException(file, line + 1, cause.getMessage() + quote);
    }
    return cause;
  }

  /** The line of the row read last, from 1; of its end, if it has several. */
  public long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
