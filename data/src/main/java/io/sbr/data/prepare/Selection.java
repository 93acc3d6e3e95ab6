package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Chosen clicks or sessions of packed sessions, with all their columns. */
final class Selection {
  private Selection() {}

  /** The clicks kept; a session that keeps none stays, empty, so that indices stay the same. */
  static Sessions clicks(Sessions sessions, BitSet keep) {
    int kept = keep.cardinality();
    if (kept == sessions.clicks()) {
      return sessions;
    }
    int[] items = new int[kept];
    long[] times = sessions.times() == null ? null : new long[kept];
    float[] durations = sessions.durations() == null ? null : new float[kept];
    int[] offsets = new int[sessions.count() + 1];
    int next = 0;
    for (int s = 0; s < sessions.count(); s++) {
      int end = sessions.offsets()[s + 1];
      for (int c = keep.nextSetBit(sessions.offset(s)); c >= 0 && c < end; ) {
        items[next] = sessions.items()[c];
        if (times != null) {
          times[next] = sessions.times()[c];
        }
        if (durations != null) {
          durations[next] = sessions.durations()[c];
        }
        next++;
        c = keep.nextSetBit(c + 1);
      }
      offsets[s + 1] = next;
    }
    return new Sessions(items, offsets, times, durations, sessions.users());
  }

  /** The chosen sessions with their dates. */
  static DatedSessions sessions(DatedSessions dated, int[] chosen) {
    long[] dates = dated.dates();
    return new DatedSessions(
        dated.sessions().chosen(chosen),
        dates == null ? null : Arrays.stream(chosen).mapToLong(s -> dates[s]).toArray());
  }

  /** The sessions that have clicks; these need no copy. */
  static DatedSessions nonEmpty(DatedSessions dated) {
    Sessions all = dated.sessions();
    int[] chosen = where(all, s -> all.length(s) > 0);
    int[] offsets = new int[chosen.length + 1];
    int[] users = all.users() == null ? null : new int[chosen.length];
    long[] dates = dated.dates() == null ? null : new long[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      offsets[i + 1] = offsets[i] + all.length(chosen[i]);
      if (users != null) {
        users[i] = all.users()[chosen[i]];
      }
      if (dates != null) {
        dates[i] = dated.dates()[chosen[i]];
      }
    }
    return new DatedSessions(
        new Sessions(all.items(), offsets, all.times(), all.durations(), users), dates);
  }

  /** Indices of the sessions for which the test holds. */
  static int[] where(Sessions sessions, IntPredicate test) {
    return IntStream.range(0, sessions.count()).filter(test).toArray();
  }
}
