package io.sbr.data.read.time;

/** One way to write a time. */
interface TimeForm {
  /**
   * Reads a cell in time linear in its length.
   *
   * @throws java.time.DateTimeException or {@link ArithmeticException} if it is no time of this
   *     form or beyond all bounds
   */
  void read(String cell, Moment moment);

  /** What messages call it. */
  String label();

  /** Whether it counts from a start that the log may have chosen: a number, not a date. */
  boolean counts();
}
