package io.sbr.data.read.time;

import java.time.DateTimeException;

/** Times as numbers since 1970, possibly with a fraction, in one unit. */
enum NumberForm implements TimeForm {
  /** 1700000000, of ten digits today. */
  SECONDS("seconds", 1_000_000_000L),
  /** 1700000000000. */
  MILLIS("millis", 1_000_000L),
  /** 1700000000000000. */
  MICROS("micros", 1_000L),
  /** 1700000000000000000. */
  NANOS("nanos", 1L);

  private static final long NANOS_OF_MILLI = 1_000_000L;
  private static final int MAX_DIGITS = 19;

  private final String label;
  private final long nanos;

  NumberForm(String label, long nanos) {
    this.label = label;
    this.nanos = nanos;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean counts() {
    return true;
  }

  @Override
  public void read(String cell, Moment moment) {
    int at = 0;
    boolean negative = !cell.isEmpty() && cell.charAt(0) == '-';
    if (negative || !cell.isEmpty() && cell.charAt(0) == '+') {
      at++;
    }
    int first = at;
    long whole = 0;
    for (; at < cell.length() && isDigit(cell.charAt(at)); at++) {
      if (at - first >= MAX_DIGITS) {
        throw new DateTimeException("too long");
      }
      whole = Math.addExact(Math.multiplyExact(whole, 10L), cell.charAt(at) - '0');
    }
    boolean digits = at > first;
    long billionths = 0;
    if (at < cell.length() && cell.charAt(at) == '.') {
      long scale = 100_000_000;
      for (at++; at < cell.length() && isDigit(cell.charAt(at)); at++) {
        digits = true;
        billionths += scale * (cell.charAt(at) - '0');
        scale /= 10;
      }
    }
    if (!digits || at < cell.length()) {
      power(cell, moment);
      return;
    }
    set(whole, billionths, negative, moment);
  }

  private void set(long whole, long billionths, boolean negative, Moment moment) {
    long fraction = billionths * nanos / 1_000_000_000L;
    long millis;
    long rest;
    if (nanos >= NANOS_OF_MILLI) {
      millis = Math.multiplyExact(whole, nanos / NANOS_OF_MILLI) + fraction / NANOS_OF_MILLI;
      rest = fraction % NANOS_OF_MILLI;
    } else {
      long ofMilli = NANOS_OF_MILLI / nanos;
      millis = whole / ofMilli;
      rest = whole % ofMilli * nanos + fraction;
    }
    if (!negative) {
      moment.set(millis, (int) rest);
    } else if (rest == 0) {
      moment.set(-millis, 0);
    } else {
      moment.set(-millis - 1, (int) (NANOS_OF_MILLI - rest));
    }
  }

  /** Reads {@code 1.442004589E9}, which has no more digits than a double. */
  private void power(String cell, Moment moment) {
    if (cell.length() > 30) {
      throw new DateTimeException("too long");
    }
    // parseDouble alone would take "NaN", "0x1p3" and "1f" for numbers
    for (int i = 0; i < cell.length(); i++) {
      if ("0123456789.+-eE".indexOf(cell.charAt(i)) < 0) {
        throw new DateTimeException("not a number");
      }
    }
    double value;
    try {
      value = Double.parseDouble(cell) * nanos / NANOS_OF_MILLI;
    } catch (NumberFormatException e) {
      throw new DateTimeException("not a number", e);
    }
    if (!(Math.abs(value) < 1e18)) {
      throw new DateTimeException("beyond all bounds");
    }
    moment.set(Math.round(value), 0);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
