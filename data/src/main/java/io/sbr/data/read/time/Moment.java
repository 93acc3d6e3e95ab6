package io.sbr.data.read.time;

/** Where a cell's time goes; one serves a whole column, so that a row costs no object. */
final class Moment {
  /** Milliseconds since 1970 (UTC), rounded down. */
  long millis;

  /** What is left beyond the millisecond, 0 to 999,999 nanoseconds. */
  int nanos;

  void set(long millis, int nanos) {
    this.millis = millis;
    this.nanos = nanos;
  }
}
