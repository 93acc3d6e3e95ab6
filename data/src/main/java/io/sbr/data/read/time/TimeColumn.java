package io.sbr.data.read.time;

import java.time.DateTimeException;

/**
 * Reads the times of one column of one file, all in the same way: the way given, or that of the
 * first cell. What a later cell would have to be read otherwise for is a fault, not a time.
 */
public final class TimeColumn {
  /** Where numbers count from. */
  private enum Start {
    OPEN,
    EPOCH,
    UNKNOWN
  }

  private final Years years;
  private final boolean told;
  private final Moment moment = new Moment();
  private TimeForm form;
  private Start start = Start.OPEN;

  private TimeColumn(TimeForm form, Years years) {
    this.form = form;
    this.told = form != null;
    this.years = years;
  }

  /** A column whose first cell tells how it is written. */
  public static TimeColumn toldByItsFirstCell(Years years) {
    return new TimeColumn(null, years);
  }

  /**
   * A column of numbers in a unit: {@code seconds}, {@code millis}, {@code micros}, {@code nanos}.
   */
  public static TimeColumn ofNumbers(String unit, Years years) {
    for (NumberForm form : NumberForm.values()) {
      if (form.label().equals(unit)) {
        return new TimeColumn(form, years);
      }
    }
    throw new IllegalArgumentException(unit);
  }

  /** A column of dates, year first. */
  public static TimeColumn ofText(Years years) {
    return new TimeColumn(new TextForm(), years);
  }

  /**
   * A column of times of a pattern.
   *
   * @throws IllegalArgumentException if the pattern is none of a date
   */
  public static TimeColumn ofPattern(String pattern, Years years) {
    return new TimeColumn(new PatternForm(pattern), years);
  }

  /**
   * Reads a cell; {@link #millis} and {@link #nanos} have its time then.
   *
   * @throws DateTimeException if it is no time of this column; the message is what can be said of
   *     the cell, such as "is no time in seconds; it would be the year 55840"
   */
  public void read(String cell) {
    if (form == null) {
      form = FirstCell.form(cell, years);
    }
    try {
      form.read(cell, moment);
    } catch (DateTimeException | ArithmeticException e) {
      throw new DateTimeException(noTime(cell), e);
    }
    boolean usual = years.contain(moment.millis);
    if (usual && start == Start.EPOCH) {
      return;
    }
    if (form.counts()) {
      begin(usual);
    } else if (!usual) {
      throw new DateTimeException(
          "is a time of the year %d, and not of 1990 to 2100%s"
              .formatted(Years.of(moment.millis), unlessSaid()));
    }
  }

  /** Takes the start that the first number has, and holds the others to it. */
  private void begin(boolean usual) {
    Start own = usual ? Start.EPOCH : Start.UNKNOWN;
    boolean far = !usual && Math.abs(moment.millis) >= years.from();
    if (far || start != Start.OPEN && start != own) {
      throw new DateTimeException(
          start == Start.UNKNOWN && usual
              ? "counts from 1970, and the rows before it from another start"
              : "is no time in %s; it would be the year %d%s"
                  .formatted(form.label(), Years.of(moment.millis), unlessSaid()));
    }
    start = own;
  }

  private String unlessSaid() {
    return form instanceof PatternForm
        ? ""
        : " (--time-format %s:any-year lets it pass)".formatted(form.label());
  }

  private String noTime(String cell) {
    String dayOrMonth = form instanceof TextForm ? DayOrMonth.hint(cell) : null;
    if (dayOrMonth != null) {
      return dayOrMonth;
    }
    String hint =
        told ? "" : "; --time-format says how times are written, for example 'dd/MM/yyyy HH:mm:ss'";
    return "is no time (" + form.label() + ")" + hint;
  }

  /** How cells are read: a unit, {@code text}, a pattern; null before the first that tells. */
  public String form() {
    return form == null ? null : form.label();
  }

  /** Milliseconds since 1970 (UTC) of the cell read last, or since the start of the column. */
  public long millis() {
    return moment.millis;
  }

  /** Nanoseconds of the cell read last beyond its millisecond. */
  public int nanos() {
    return moment.nanos;
  }
}
