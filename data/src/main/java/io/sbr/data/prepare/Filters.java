package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.util.BitSet;

/** Minimum support of items and length of sessions. */
final class Filters {
  private Filters() {}

  /**
   * Drops short sessions, then rare items, then sessions that are short or long now: once, as
   * SR-GNN does (docs/pipeline.md, section 13, steps 3 to 5), or until nothing changes.
   */
  static DatedSessions apply(DatedSessions dated, Settings settings) {
    Sessions all = dated.sessions();
    // Marks first and copies last: a long log has no room for a copy per step.
    BitSet keep = ClickMasks.all(all);
    int before;
    do {
      before = keep.cardinality();
      dropSessions(all, keep, settings.minLength(), Integer.MAX_VALUE);
      dropItems(all, keep, settings.minSupport());
      dropSessions(all, keep, settings.minLength(), settings.maxLength());
    } while (settings.iterate() && keep.cardinality() < before);
    return Selection.nonEmpty(new DatedSessions(Selection.clicks(all, keep), dated.dates()));
  }

  /** Clears the clicks of sessions that keep fewer than {@code least} or more than {@code most}. */
  private static void dropSessions(Sessions sessions, BitSet keep, int least, int most) {
    for (int s = 0; s < sessions.count(); s++) {
      int begin = sessions.offsets()[s];
      int end = sessions.offsets()[s + 1];
      int kept = 0;
      for (int c = begin; c < end; c++) {
        kept += keep.get(c) ? 1 : 0;
      }
      if (kept < least || kept > most) {
        keep.clear(begin, end);
      }
    }
  }

  /** Clears the clicks on items that keep fewer than {@code least}. */
  private static void dropItems(Sessions sessions, BitSet keep, int least) {
    int[] clicks = new int[sessions.maxItem() + 1];
    for (int c = 0; c < sessions.clicks(); c++) {
      clicks[sessions.items()[c]] += keep.get(c) ? 1 : 0;
    }
    for (int c = 0; c < sessions.clicks(); c++) {
      if (clicks[sessions.items()[c]] < least) {
        keep.clear(c);
      }
    }
  }

  /** The sessions of {@code least} to {@code most} clicks. */
  static DatedSessions length(DatedSessions dated, int least, int most) {
    Sessions sessions = dated.sessions();
    int[] chosen =
        Selection.where(sessions, s -> sessions.length(s) >= least && sessions.length(s) <= most);
    return chosen.length == sessions.count() ? dated : Selection.sessions(dated, chosen);
  }
}
