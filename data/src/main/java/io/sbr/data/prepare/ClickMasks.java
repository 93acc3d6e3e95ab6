package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.util.BitSet;
import java.util.function.IntPredicate;

/** Which clicks of packed sessions stay; each step clears bits of those that go. */
final class ClickMasks {
  private ClickMasks() {}

  /** All clicks stay. */
  static BitSet all(Sessions sessions) {
    BitSet keep = new BitSet(sessions.clicks());
    keep.set(0, sessions.clicks());
    return keep;
  }

  /**
   * Drops clicks of other event types.
   *
   * @param types {@code [clicks]}
   */
  static void dropTypes(BitSet keep, int[] types, IntPredicate kept) {
    for (int c = 0; c < types.length; c++) {
      if (!kept.test(types[c])) {
        keep.clear(c);
      }
    }
  }

  /**
   * Drops a click if an earlier one of its session has the same time, item and event type. Clicks
   * of equal time must be neighbours, as they are when ordered by time.
   *
   * @param types {@code [clicks]}, or null if there is but one type
   */
  static void dropDuplicates(Sessions sessions, int[] types, BitSet keep) {
    for (int s = 0; s < sessions.count(); s++) {
      int from = sessions.offset(s);
      for (int c = from; c < from + sessions.length(s); c++) {
        for (int e = c - 1; e >= from && sessions.times()[e] == sessions.times()[c]; e--) {
          boolean sameType = types == null || types[e] == types[c];
          if (sessions.items()[e] == sessions.items()[c] && sameType) {
            keep.clear(c);
            break;
          }
        }
      }
    }
  }

  /** Drops a click if the click kept just before it in its session is on the same item. */
  static void mergeRepeats(Sessions sessions, BitSet keep) {
    for (int s = 0; s < sessions.count(); s++) {
      int end = sessions.offsets()[s + 1];
      int previous = 0;
      int c = keep.nextSetBit(sessions.offset(s));
      while (c >= 0 && c < end) {
        if (sessions.items()[c] == previous) {
          keep.clear(c);
        }
        previous = sessions.items()[c];
        c = keep.nextSetBit(c + 1);
      }
    }
  }
}
