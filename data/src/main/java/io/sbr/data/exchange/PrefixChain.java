package io.sbr.data.exchange;

import java.util.Arrays;

/**
 * A session that is being put together again of the rows that its examples make: each has one click
 * more, or each one less, than the row before.
 */
final class PrefixChain {
  private final String session;
  private final long line;
  private int[] longest;
  private int shortest;
  private int last;
  private int step; // +1 or −1 once two rows have told it

  /**
   * A chain of one row.
   *
   * @param session id that the row has
   * @param line of the row
   * @param clicks the clicks so far and the one that follows
   */
  PrefixChain(String session, long line, int[] clicks) {
    this.session = session;
    this.line = line;
    longest = clicks;
    shortest = clicks.length;
    last = clicks.length;
  }

  /** The id of its first row. */
  String session() {
    return session;
  }

  /** The line of its first row. */
  long line() {
    return line;
  }

  /** Takes the row that follows, if it is of the same session; false if it cannot be. */
  boolean take(int[] clicks) {
    int change = clicks.length - last;
    int common = Math.min(clicks.length, last);
    boolean goesOn =
        Math.abs(change) == 1
            && (step == 0 || step == change)
            && Arrays.equals(clicks, 0, common, longest, 0, common);
    if (goesOn) {
      step = change;
      last = clicks.length;
      shortest = Math.min(shortest, last);
      longest = change > 0 ? clicks : longest;
    }
    return goesOn;
  }

  /** How many of the session's examples, the shortest ones, have no row. */
  int missing() {
    return shortest - 2;
  }

  /** All clicks of the session. */
  int[] clicks() {
    return longest;
  }
}
