package io.sbr.data.read;

import io.sbr.data.DataException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a log writes time. All forms become milliseconds since 1970 (UTC). */
public enum TimeFormat {
  /** Told from the first row: text, else seconds below 10¹¹ (year 5138), else milliseconds. */
  AUTO,
  /** Seconds since 1970, possibly with a fraction. */
  SECONDS,
  /** Milliseconds. */
  MILLIS,
  /**
   * {@code 2014-04-06T20:21:58.444Z}, {@code 2020-01-01 00:00:00 UTC}, {@code 2016-05-09}, {@code
   * 20160420081932}.
   */
  TEXT;

  private static final double FIRST_MILLIS = 1e11;

  /** The format of a user's choice. */
  public static TimeFormat named(String name) {
    for (TimeFormat format : values()) {
      if (format.label().equals(name)) {
        return format;
      }
    }
    throw new DataException(
        "unknown time format "
            + name
            + ", expected one of "
            + Arrays.stream(values()).map(TimeFormat::label).collect(Collectors.joining(", ")));
  }

  /** The name for users: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of a column whose first cell is {@code text}: this one, unless it is AUTO. */
  public TimeFormat resolve(String text) {
    if (this != AUTO) {
      return this;
    }
    if (compact(text)) {
      return TEXT;
    }
    try {
      return Math.abs(number(text)) < FIRST_MILLIS ? SECONDS : MILLIS;
    } catch (NumberFormatException e) {
      return TEXT;
    }
  }

  /**
   * Milliseconds of a cell.
   *
   * @throws NumberFormatException or {@link DateTimeException} if the cell is no time of this form
   */
  public long parse(String text) {
    return switch (this) {
      case AUTO -> resolve(text).parse(text);
      case SECONDS -> Math.round(number(text) * 1000);
      case MILLIS -> Math.round(number(text));
      case TEXT -> date(text);
    };
  }

  /** Fourteen digits: as milliseconds they would lie in the years 2286 to 5138. */
  private static boolean compact(String text) {
    return text.length() == 14 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static double number(String text) {
    // parseDouble alone would take "NaN", "0x1p3" and "1f" for numbers
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
        throw new NumberFormatException(text);
      }
    }
    double value = Double.parseDouble(text);
    if (Math.abs(value) > 1e15) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  // By position rather than with a DateTimeFormatter: this runs once per row of a long log.
  private static long date(String text) {
    if (compact(text)) {
      long day =
          LocalDate.of(digits(text, 0, 4), digits(text, 4, 6), digits(text, 6, 8)).toEpochDay();
      return millis(day, digits(text, 8, 10), digits(text, 10, 12), digits(text, 12, 14), text);
    }
    if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      throw new DateTimeException(text);
    }
    long day =
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
    if (text.length() == 10) {
      return day * 86_400_000L;
    }
    if (text.length() < 19
        || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      throw new DateTimeException(text);
    }
    int end = 19;
    int millis = 0;
    if (end < text.length() && text.charAt(end) == '.') {
      int scale = 100;
      for (end++; end < text.length() && Character.digit(text.charAt(end), 10) >= 0; end++) {
        millis += scale * Character.digit(text.charAt(end), 10);
        scale /= 10;
      }
    }
    String zone = text.substring(end).strip();
    if (!zone.isEmpty() && !zone.equals("Z") && !zone.equals("UTC")) {
      return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli();
    }
    return millis(day, digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19), text)
        + millis;
  }

  private static long millis(long day, int hour, int minute, int second, String text) {
    if (hour >= 24 || minute >= 60 || second >= 60) {
      throw new DateTimeException(text);
    }
    return ((day * 24 + hour) * 60 + minute) * 60_000L + second * 1000L;
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException(text);
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
