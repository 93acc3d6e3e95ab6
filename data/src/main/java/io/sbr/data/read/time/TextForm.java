package io.sbr.data.read.time;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Dates, year first: {@code 2014-04-06T20:21:58.444Z}, {@code 2020/01/01 00:00:00 UTC}, {@code
 * 2016-05-09}, {@code 2024-01-01 10:00 +0100}, and without marks {@code 20240101}, {@code
 * 202404200819}, {@code 20160420081932}, {@code 20160420081932444}. Without a zone they are UTC.
 *
 * <p>By position rather than with a {@link java.time.format.DateTimeFormatter}: this runs once per
 * row of a long log.
 */
final class TextForm implements TimeForm {
  private String text = "";
  private int at;
  private int lastDate = -1;
  private long lastDay;

  @Override
  public String label() {
    return "text";
  }

  @Override
  public boolean counts() {
    return false;
  }

  @Override
  public void read(String cell, Moment moment) {
    text = cell;
    at = 0;
    if (isCompact(cell)) {
      compact(moment);
      return;
    }
    int year = number(4, 4);
    char mark = take();
    if (mark != '-' && mark != '/' && mark != '.') {
      throw noTime();
    }
    int month = number(1, 2);
    demand(mark);
    long day = day(year, month, number(1, 2));
    if (at == text.length()) {
      moment.set(day * 86_400_000L, 0);
      return;
    }
    if (!accept('T') && !blanks()) {
      throw noTime();
    }
    int hour = number(1, 2);
    demand(':');
    int minute = number(2, 2);
    int second = accept(':') ? number(2, 2) : 0;
    int nanos = accept('.') || accept(',') ? fraction() : 0;
    long millis = millis(day, hour, minute, second) - zone();
    moment.set(millis + nanos / 1_000_000, nanos % 1_000_000);
  }

  /** Whether a cell is a date and perhaps a time without any mark between. */
  static boolean isCompact(String cell) {
    int length = cell.length();
    if (length != 8 && length != 12 && length != 14 && length != 17) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (cell.charAt(i) < '0' || cell.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private void compact(Moment moment) {
    long day = day(number(4, 4), number(2, 2), number(2, 2));
    int length = text.length();
    int hour = length >= 12 ? number(2, 2) : 0;
    int minute = length >= 12 ? number(2, 2) : 0;
    int second = length >= 14 ? number(2, 2) : 0;
    int millis = length == 17 ? number(3, 3) : 0;
    moment.set(millis(day, hour, minute, second) + millis, 0);
  }

  /** Days since 1970; the rows of a log mostly come day after day. */
  private long day(int year, int month, int day) {
    int date = (year * 100 + month) * 100 + day;
    if (date != lastDate) {
      lastDay = LocalDate.of(year, month, day).toEpochDay();
      lastDate = date;
    }
    return lastDay;
  }

  private long millis(long day, int hour, int minute, int second) {
    if (hour >= 24 || minute >= 60 || second >= 60) {
      throw noTime();
    }
    return ((day * 24 + hour) * 60 + minute) * 60_000L + second * 1000L;
  }

  /** Nanoseconds of a fraction of a second; digits beyond the ninth are left aside. */
  private int fraction() {
    int nanos = 0;
    int scale = 100_000_000;
    int first = at;
    for (; at < text.length() && isDigit(text.charAt(at)); at++) {
      nanos += scale * (text.charAt(at) - '0');
      scale /= 10;
    }
    if (at == first) {
      throw noTime();
    }
    return nanos;
  }

  /** Milliseconds that the zone is ahead of UTC: nothing, a name of UTC, or ±hh, ±hhmm, ±hh:mm. */
  private long zone() {
    blanks();
    if (at == text.length()) {
      return 0;
    }
    if (accept('Z')) {
      return ended(0);
    }
    for (String name : new String[] {"UTC", "GMT"}) {
      if (text.startsWith(name, at)) {
        at += name.length();
        if (at == text.length()) {
          return 0;
        }
        break;
      }
    }
    char sign = take();
    if (sign != '+' && sign != '-') {
      throw noTime();
    }
    int hours = number(2, 2);
    int minutes = accept(':') || at < text.length() ? number(2, 2) : 0;
    if (hours > 18 || minutes >= 60) {
      throw noTime();
    }
    long ahead = (hours * 60L + minutes) * 60_000L;
    return ended(sign == '+' ? ahead : -ahead);
  }

  private long ended(long ahead) {
    if (at < text.length()) {
      throw noTime();
    }
    return ahead;
  }

  private int number(int least, int most) {
    int value = 0;
    int first = at;
    while (at < text.length() && at - first < most && isDigit(text.charAt(at))) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    if (at - first < least) {
      throw noTime();
    }
    return value;
  }

  private char take() {
    return at < text.length() ? text.charAt(at++) : '\0';
  }

  private boolean accept(char expected) {
    boolean there = at < text.length() && text.charAt(at) == expected;
    at += there ? 1 : 0;
    return there;
  }

  private void demand(char expected) {
    if (!accept(expected)) {
      throw noTime();
    }
  }

  private boolean blanks() {
    int first = at;
    while (accept(' ')) {}
    return at > first;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static DateTimeException noTime() {
    return new DateTimeException("not such a time");
  }
}
