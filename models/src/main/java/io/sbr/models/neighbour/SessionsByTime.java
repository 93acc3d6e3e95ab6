package io.sbr.models.neighbour;

import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SessionTimes;
import java.util.stream.IntStream;

/**
 * Sessions in the order of an index: by the second of their last clicks, those of the same second
 * as in the data.
 */
public final class SessionsByTime {
  private final Sessions sessions;
  private final long[] seconds;
  private final int[] order;

  /**
   * Puts sessions in order.
   *
   * @param seconds {@code [S]} time of each session
   */
  SessionsByTime(Sessions sessions, long[] seconds) {
    this.sessions = sessions;
    this.seconds = seconds;
    order = IntStream.range(0, sessions.count()).toArray();
    IndexSort.sort(order, 0, order.length, (a, b) -> Long.compare(seconds[a], seconds[b]));
  }

  /** Puts sessions in order, at the pace of the settings where they have no times. */
  public static SessionsByTime of(ModelSettings settings, Sessions sessions) {
    return new SessionsByTime(sessions, seconds(settings, sessions));
  }

  /** {@code [S]} time of each session, at the pace of the settings where they have none. */
  static long[] seconds(ModelSettings settings, Sessions sessions) {
    double pace =
        settings.kind().settings().contains(SessionTimes.SESSIONS_PER_DAY)
            ? settings.get(SessionTimes.SESSIONS_PER_DAY)
            : SessionTimes.SESSIONS_PER_DAY.defaultValue(); // only their order matters then
    return SessionTimes.seconds(sessions, pace);
  }

  /** Sessions that are in order already, none older than another. */
  static SessionsByTime ordered(Sessions sessions) {
    return new SessionsByTime(sessions, new long[sessions.count()]);
  }

  /** Number of sessions, S. */
  public int count() {
    return order.length;
  }

  /** Number of clicks of all sessions. */
  public int clicks() {
    return sessions.clicks();
  }

  /** The items of all clicks, in the order of the data; not to be changed. */
  int[] items() {
    return sessions.items();
  }

  /** Where the clicks of a session begin among all. */
  int begin(int session) {
    return sessions.offset(order[session]);
  }

  /** Number of clicks of a session. */
  int length(int session) {
    return sessions.length(order[session]);
  }

  /**
   * Where a block ends that begins with a session: as soon as it has so many clicks, at the end of
   * all sessions at the latest. It has a session at least.
   */
  public int end(int from, long clicks) {
    long held = 0;
    int end = from;
    do {
      held += length(end++);
    } while (end < order.length && held < clicks);
    return end;
  }

  /** The items of sessions {@code [from, to)} in order of time, and nothing else of them. */
  public Sessions range(int from, int to) {
    int[] offsets = new int[to - from + 1];
    for (int s = from; s < to; s++) {
      offsets[s - from + 1] = offsets[s - from] + length(s);
    }
    int[] items = new int[offsets[to - from]];
    for (int s = from; s < to; s++) {
      System.arraycopy(items(), begin(s), items, offsets[s - from], length(s));
    }
    return new Sessions(items, offsets, null, null, null);
  }

  /** {@code [S]} seconds from each session's last click to the newest one of all. */
  IntColumn age() {
    IntColumn age = IntColumn.allocate(order.length);
    if (order.length > 0) {
      long newest = seconds[order[order.length - 1]];
      IntStream.range(0, order.length)
          .parallel()
          .forEach(s -> age.put(s, (int) Math.min(Integer.MAX_VALUE, newest - seconds[order[s]])));
    }
    return age;
  }
}
