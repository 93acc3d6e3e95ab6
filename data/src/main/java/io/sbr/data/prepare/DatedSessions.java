package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.io.Serializable;
import java.util.function.LongBinaryOperator;

/**
 * Sessions and the date of each as SR-GNN has it: that of the last row read for it, which filters
 * do not change (docs/pipeline.md, section 13).
 *
 * @param sessions the sessions
 * @param dates {@code [sessions]} milliseconds since 1970, or null in a log without times
 */
record DatedSessions(Sessions sessions, long[] dates) implements Serializable {
  /** Earliest click of each session; sessions must not be empty. */
  long[] starts() {
    return extremes(Math::min);
  }

  /** Latest click of each session; sessions must not be empty. */
  long[] lasts() {
    return extremes(Math::max);
  }

  // Not simply the first and last click: in file order times need not ascend.
  private long[] extremes(LongBinaryOperator choose) {
    long[] extremes = new long[sessions.count()];
    for (int s = 0; s < extremes.length; s++) {
      long extreme = sessions.times()[sessions.offset(s)];
      for (int c = sessions.offset(s) + 1; c < sessions.offsets()[s + 1]; c++) {
        extreme = choose.applyAsLong(extreme, sessions.times()[c]);
      }
      extremes[s] = extreme;
    }
    return extremes;
  }
}
