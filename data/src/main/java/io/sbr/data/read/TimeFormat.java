package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.time.TimeColumn;
import io.sbr.data.read.time.Years;
import java.io.Serializable;
import java.util.List;

/**
 * How a log writes time, as users say it: {@code auto}, a unit, {@code text} or a pattern, and
 * whether years other than 1990 to 2100 are let pass. All forms become milliseconds since 1970
 * (UTC) and nanoseconds beyond.
 */
public final class TimeFormat implements Serializable {
  /** Told by the first row. */
  public static final TimeFormat AUTO = new TimeFormat("auto", Years.USUAL);

  /** Seconds since 1970, possibly with a fraction. */
  public static final TimeFormat SECONDS = new TimeFormat("seconds", Years.USUAL);

  /** Milliseconds. */
  public static final TimeFormat MILLIS = new TimeFormat("millis", Years.USUAL);

  /** Microseconds. */
  public static final TimeFormat MICROS = new TimeFormat("micros", Years.USUAL);

  /** Nanoseconds. */
  public static final TimeFormat NANOS = new TimeFormat("nanos", Years.USUAL);

  /** Dates, year first: {@code 2014-04-06T20:21:58.444Z}, {@code 2016-05-09}, {@code 20160509}. */
  public static final TimeFormat TEXT = new TimeFormat("text", Years.USUAL);

  private static final List<TimeFormat> NAMED = List.of(AUTO, SECONDS, MILLIS, MICROS, NANOS, TEXT);
  private static final String ANY_YEAR = ":any-year";

  private final String label;
  private final Years years;

  private TimeFormat(String label, Years years) {
    this.label = label;
    this.years = years;
  }

  /**
   * The format of a user's choice: a name or a pattern such as {@code dd/MM/yyyy HH:mm}, with
   * {@code :any-year} at its end if years need not be plausible.
   *
   * @throws DataException naming the forms there are if it is none
   */
  public static TimeFormat named(String text) {
    boolean any = text.endsWith(ANY_YEAR);
    String name = any ? text.substring(0, text.length() - ANY_YEAR.length()) : text;
    Years years = any ? Years.ANY : Years.USUAL;
    for (TimeFormat format : NAMED) {
      if (format.label.equals(name)) {
        return any ? new TimeFormat(name, years) : format;
      }
    }
    try {
      TimeColumn.ofPattern(name, years);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "unknown time format "
              + Shown.brief(text)
              + ", expected one of "
              + String.join(", ", NAMED.stream().map(TimeFormat::label).toList())
              + ", or a pattern such as dd/MM/yyyy HH:mm:ss");
    }
    return new TimeFormat(name, years);
  }

  /** The name for users, or the pattern. */
  public String label() {
    return label;
  }

  /** Whether the log's first row tells. */
  public boolean isAuto() {
    return label.equals(AUTO.label);
  }

  /** The years that times may be of. */
  public Years years() {
    return years;
  }

  /** A reader of the times of one file. */
  public TimeColumn column() {
    return switch (label) {
      case "auto" -> TimeColumn.toldByItsFirstCell(years);
      case "seconds", "millis", "micros", "nanos" -> TimeColumn.ofNumbers(label, years);
      case "text" -> TimeColumn.ofText(years);
      default -> TimeColumn.ofPattern(label, years);
    };
  }
}
