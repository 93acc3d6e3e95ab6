package io.sbr.data.read.time;

import java.time.DateTimeException;

/** Tells from a column's first cell how its times are written. */
final class FirstCell {
  private static final NumberForm[] UNITS = NumberForm.values();

  /** Beyond these, in seconds, in milliseconds, in microseconds, a number is of the next unit. */
  private static final long[] LARGEST = {100_000_000_000L, 100_000_000_000_000L};

  private FirstCell() {}

  /**
   * The form of a cell. The usual years of the four units do not overlap, so a number is of one
   * unit at most; one before 1990 even in seconds counts from a start that the log does not tell.
   *
   * @throws DateTimeException saying why there is none
   */
  static TimeForm form(String cell, Years years) {
    Moment moment = new Moment();
    if (isCompactDate(cell, moment)) {
      return new TextForm();
    }
    if (!reads(NumberForm.NANOS, cell, moment)) {
      return new TextForm();
    }
    if (years.contain(Long.MIN_VALUE)) {
      // seconds beyond all bounds must be nanoseconds
      boolean bounded = reads(NumberForm.SECONDS, cell, moment);
      return bounded ? anyUnit(moment.millis / 1000) : NumberForm.NANOS;
    }
    return unit(cell, years, moment);
  }

  private static boolean isCompactDate(String cell, Moment moment) {
    TextForm text = new TextForm();
    if (!TextForm.isCompact(cell) || !reads(text, cell, moment)) {
      return false;
    }
    int year = Years.of(moment.millis);
    return year >= 1900 && year < 2200;
  }

  private static TimeForm unit(String cell, Years years, Moment moment) {
    for (NumberForm unit : UNITS) {
      if (reads(unit, cell, moment) && years.contain(moment.millis)) {
        return unit;
      }
    }
    if (reads(NumberForm.SECONDS, cell, moment) && Math.abs(moment.millis) < years.from()) {
      return NumberForm.SECONDS;
    }
    throw new DateTimeException(
        "is no time between 1990 and 2100, neither in seconds nor in milli-, micro- or nanoseconds;"
            + " --time-format says what it is");
  }

  private static TimeForm anyUnit(long seconds) {
    int unit = 0;
    while (unit < LARGEST.length && Math.abs(seconds) >= LARGEST[unit]) {
      unit++;
    }
    return UNITS[unit];
  }

  private static boolean reads(TimeForm form, String cell, Moment moment) {
    try {
      form.read(cell, moment);
      return true;
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }
}
