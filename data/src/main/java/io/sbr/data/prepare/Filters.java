package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.util.BitSet;

/** Minimum support of items and length of sessions. */
final class Filters {
  private Filters() {}

  /**
   * Drops short sessions, then rare items, then sessions that are short or long now: once, as
   * SR-GNN does (spec/pipeline.md, section 13, steps 3 to 5), or until nothing changes.
   */
  static DatedSessions apply(DatedSessions dated, Settings settings) {
    int before;
    DatedSessions now = dated;
    do {
      before = now.sessions().clicks();
      now = length(now, settings.minLength(), Integer.MAX_VALUE);
      Sessions supported = support(now.sessions(), settings.minSupport());
      now =
          length(
              new DatedSessions(supported, now.dates()),
              settings.minLength(),
              settings.maxLength());
    } while (settings.iterate() && now.sessions().clicks() < before);
    return now;
  }

  /** The sessions of {@code least} to {@code most} clicks. */
  static DatedSessions length(DatedSessions dated, int least, int most) {
    Sessions sessions = dated.sessions();
    return Selection.sessions(
        dated,
        Selection.where(sessions, s -> sessions.length(s) >= least && sessions.length(s) <= most));
  }

  /**
   * The clicks on items that are clicked {@code least} times or more; sessions may become empty.
   */
  static Sessions support(Sessions sessions, int least) {
    if (least <= 1) {
      return sessions;
    }
    int[] clicks = new int[sessions.maxItem() + 1];
    for (int item : sessions.items()) {
      clicks[item]++;
    }
    BitSet keep = new BitSet(sessions.clicks());
    for (int c = 0; c < sessions.clicks(); c++) {
      keep.set(c, clicks[sessions.items()[c]] >= least);
    }
    return Selection.clicks(sessions, keep);
  }
}
