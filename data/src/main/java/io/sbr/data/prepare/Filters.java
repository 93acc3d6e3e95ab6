package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import io.sbr.data.prepare.tally.Tally;
import java.util.BitSet;

/** Minimum support of items and length of sessions. */
final class Filters {
  private Filters() {}

  /**
   * Drops short sessions, then rare items, then sessions that are short or long now: once, as
   * SR-GNN does (docs/pipeline.md, section 13, steps 3 to 5), or until nothing changes.
   *
   * @param tally takes what is left out, by reason
   */
  static DatedSessions apply(DatedSessions dated, Settings settings, Tally tally) {
    Sessions all = dated.sessions();
    // Marks first and copies last: a long log has no room for a copy per step.
    BitSet keep = ClickMasks.all(all);
    int before;
    do {
      before = keep.cardinality();
      dropShort(all, keep, settings.minLength(), tally);
      dropItems(all, keep, settings.minSupport(), tally);
      dropShort(all, keep, settings.minLength(), tally);
      dropLong(all, keep, settings.maxLength(), tally);
    } while (settings.iterate() && keep.cardinality() < before);
    return Selection.nonEmpty(new DatedSessions(Selection.clicks(all, keep), dated.dates()));
  }

  /** Clears the clicks of sessions that keep fewer than {@code least}. */
  private static void dropShort(Sessions sessions, BitSet keep, int least, Tally tally) {
    long dropped = 0;
    for (int s = 0; s < sessions.count(); s++) {
      int kept = kept(sessions, keep, s);
      if (kept < least) {
        keep.clear(sessions.offset(s), sessions.offsets()[s + 1]);
        dropped += kept;
      }
    }
    tally.drop("clicks of sessions shorter than min-length", dropped);
  }

  /** Clears the clicks of sessions that keep more than {@code most}. */
  private static void dropLong(Sessions sessions, BitSet keep, int most, Tally tally) {
    long dropped = 0;
    long clicks = 0;
    for (int s = 0; s < sessions.count(); s++) {
      int kept = sessions.length(s) <= most ? 0 : kept(sessions, keep, s);
      if (kept > most) {
        keep.clear(sessions.offset(s), sessions.offsets()[s + 1]);
        dropped++;
        clicks += kept;
      }
    }
    if (most < Integer.MAX_VALUE) {
      tally.drop("sessions longer than max-length", dropped);
      tally.drop("clicks of sessions longer than max-length", clicks);
    }
  }

  private static int kept(Sessions sessions, BitSet keep, int session) {
    int kept = 0;
    for (int c = sessions.offset(session); c < sessions.offsets()[session + 1]; c++) {
      kept += keep.get(c) ? 1 : 0;
    }
    return kept;
  }

  /** Clears the clicks on items that keep fewer than {@code least}. */
  private static void dropItems(Sessions sessions, BitSet keep, int least, Tally tally) {
    int[] clicks = new int[sessions.maxItem() + 1];
    for (int c = 0; c < sessions.clicks(); c++) {
      clicks[sessions.items()[c]] += keep.get(c) ? 1 : 0;
    }
    long before = keep.cardinality();
    for (int c = 0; c < sessions.clicks(); c++) {
      if (clicks[sessions.items()[c]] < least) {
        keep.clear(c);
      }
    }
    tally.drop("clicks on items rarer than min-support", before - keep.cardinality());
  }

  /** The sessions of {@code least} to {@code most} clicks. */
  static DatedSessions length(DatedSessions dated, int least, int most) {
    Sessions sessions = dated.sessions();
    int[] chosen =
        Selection.where(sessions, s -> sessions.length(s) >= least && sessions.length(s) <= most);
    return chosen.length == sessions.count() ? dated : Selection.sessions(dated, chosen);
  }
}
