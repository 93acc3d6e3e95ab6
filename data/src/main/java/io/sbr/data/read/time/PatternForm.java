package io.sbr.data.read.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Times of a pattern that the user gives, in the letters of {@link DateTimeFormatter}, names of
 * months and days in English. A day that the calendar lacks is no time; without a zone it is UTC.
 */
final class PatternForm implements TimeForm {
  private final String pattern;
  private final DateTimeFormatter formatter;

  /**
   * @throws IllegalArgumentException if the pattern is none, or says no year, month or day
   */
  PatternForm(String pattern) {
    this.pattern = pattern;
    String proleptic = withPlainYears(pattern);
    if (proleptic.indexOf('u') < 0
        || proleptic.indexOf('M') < 0 && proleptic.indexOf('L') < 0 && proleptic.indexOf('D') < 0
        || proleptic.indexOf('d') < 0 && proleptic.indexOf('D') < 0) {
      throw new IllegalArgumentException("no date");
    }
    formatter =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(proleptic)
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * People write {@code y}, which without an era is no year to a strict formatter; {@code u} is.
   */
  private static String withPlainYears(String pattern) {
    StringBuilder plain = new StringBuilder(pattern);
    boolean quoted = false;
    for (int i = 0; i < plain.length(); i++) {
      if (plain.charAt(i) == '\'') {
        quoted = !quoted;
      } else if (plain.charAt(i) == 'y' && !quoted) {
        plain.setCharAt(i, 'u');
      }
    }
    return plain.toString();
  }

  @Override
  public String label() {
    return pattern;
  }

  @Override
  public boolean counts() {
    return false;
  }

  @Override
  public void read(String cell, Moment moment) {
    TemporalAccessor parsed =
        formatter.parseBest(cell, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
    Instant instant;
    if (parsed instanceof ZonedDateTime zoned) {
      instant = zoned.toInstant();
    } else if (parsed instanceof LocalDateTime local) {
      instant = local.toInstant(ZoneOffset.UTC);
    } else {
      instant = ((LocalDate) parsed).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    moment.set(instant.toEpochMilli(), instant.getNano() % 1_000_000);
  }
}
