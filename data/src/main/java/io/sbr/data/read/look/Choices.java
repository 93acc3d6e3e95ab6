package io.sbr.data.read.look;

import io.sbr.data.read.Column;
import io.sbr.data.read.Dialect;
import io.sbr.data.read.TimeFormat;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * What the user says about a log; null or absent is left to the look.
 *
 * @param columns which column holds what: the name in the header, or the number from 1; {@link
 *     #NO_COLUMN} where a column that has a known name is not to be taken
 * @param time how times are written; AUTO to tell it from the rows
 * @param separator between cells
 * @param header whether the first line is a header
 * @param encoding of the text
 * @param quoting what a quote at the start of a cell means
 * @param multiline whether a line break may stand inside a quoted cell
 * @param strict whether a guess is a fault
 */
public record Choices(
    Map<Column, String> columns,
    TimeFormat time,
    String separator,
    Boolean header,
    Charset encoding,
    Dialect.Quoting quoting,
    boolean multiline,
    boolean strict) {

  /** In place of a column's name: the log has none, whatever its columns are called. */
  public static final String NO_COLUMN = "none";

  /** Nothing is said. */
  public static final Choices NONE = of(Map.of(), TimeFormat.AUTO);

  /** Keeps a copy of the columns. */
  public Choices {
    columns = Map.copyOf(columns);
  }

  /** Columns and times of the user's choice, the rest left to the look. */
  public static Choices of(Map<Column, String> columns, TimeFormat time) {
    return new Choices(columns, time, null, null, null, null, false, false);
  }
}
