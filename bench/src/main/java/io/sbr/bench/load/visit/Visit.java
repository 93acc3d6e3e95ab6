package io.sbr.bench.load.visit;

/** A session of the data while it is replayed. */
final class Visit {
  /** From 0, no two alike: one session may be replayed many times. */
  final long number;

  /** Of the data. */
  final int session;

  /** When its next click is due, in the visitors' own time. */
  double due;

  /** Clicks so far. */
  int clicks;

  Visit(long number, int session, double due) {
    this.number = number;
    this.session = session;
    this.due = due;
  }
}
