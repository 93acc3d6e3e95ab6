package io.sbr.data.prepare;

import io.sbr.data.Sessions;

/**
 * Sessions and the date of each as SR-GNN has it: that of the last row read for it, which filters
 * do not change (spec/pipeline.md, section 13).
 *
 * @param sessions the sessions
 * @param dates {@code [sessions]} milliseconds since 1970, or null in a log without times
 */
record DatedSessions(Sessions sessions, long[] dates) {
  /** Earliest click of a session. */
  long start(int session) {
    long start = Long.MAX_VALUE;
    for (int p = 0; p < sessions.length(session); p++) {
      start = Math.min(start, sessions.times()[sessions.offset(session) + p]);
    }
    return start;
  }

  /** Latest click of a session. */
  long last(int session) {
    long last = Long.MIN_VALUE;
    for (int p = 0; p < sessions.length(session); p++) {
      last = Math.max(last, sessions.times()[sessions.offset(session) + p]);
    }
    return last;
  }
}
