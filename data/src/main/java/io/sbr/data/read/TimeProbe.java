package io.sbr.data.read;

import io.sbr.data.read.time.TimeColumn;
import java.time.DateTimeException;
import java.time.Instant;

/** Asks of a single cell whether it is a time; for looks at a log, before its rows are read. */
public final class TimeProbe {
  private TimeProbe() {}

  /** Whether a cell can be read as a time. */
  public static boolean reads(TimeFormat format, String cell) {
    return words(format, cell) != null;
  }

  /**
   * How a cell is read, for example {@code seconds, 2015-09-11T20:49:49Z}; null if it is no time.
   */
  public static String words(TimeFormat format, String cell) {
    try {
      TimeColumn column = format.column();
      column.read(cell);
      return column.form() + ", " + Instant.ofEpochMilli(column.millis());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
