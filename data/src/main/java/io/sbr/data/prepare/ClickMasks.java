package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
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
   * The clicks before which their session has one of the same time, item and event type. Clicks of
   * equal time must be neighbours, as they are when ordered by time.
   *
   * @param nanos {@code [clicks]} of times beyond the millisecond, or null if there are none
   * @param types {@code [clicks]}, or null if there is but one type
   */
  static BitSet duplicates(Sessions sessions, int[] nanos, int[] types) {
    BitSet duplicates = new BitSet(sessions.clicks());
    long[] times = sessions.times();
    for (int s = 0; s < sessions.count(); s++) {
      int end = sessions.offsets()[s + 1];
      int from = sessions.offset(s);
      while (from < end) {
        int to = from + 1;
        while (to < end
            && times[to] == times[from]
            && (nanos == null || nanos[to] == nanos[from])) {
          to++;
        }
        if (to - from > 1) {
          ofOneTime(sessions.items(), types, from, to, duplicates);
        }
        from = to;
      }
    }
    return duplicates;
  }

  /** Few clicks are compared with each other; a day's, where times are dates, are too many. */
  private static void ofOneTime(int[] items, int[] types, int from, int to, BitSet duplicates) {
    if (to - from > 32) {
      Set<Long> met = new HashSet<>();
      for (int c = from; c < to; c++) {
        long type = types == null ? 0 : types[c];
        duplicates.set(c, !met.add(type << 32 | items[c]));
      }
      return;
    }
    for (int c = from + 1; c < to; c++) {
      for (int e = from; e < c && !duplicates.get(c); e++) {
        duplicates.set(c, items[e] == items[c] && (types == null || types[e] == types[c]));
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
