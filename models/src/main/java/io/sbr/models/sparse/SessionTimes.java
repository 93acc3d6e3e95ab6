package io.sbr.models.sparse;

import io.sbr.data.Sessions;
import io.sbr.models.settings.ModelSetting;

/** When sessions took place, for methods that prefer new ones. */
public final class SessionTimes {
  /** Pace of a log without times. */
  public static final ModelSetting<Double> SESSIONS_PER_DAY =
      ModelSetting.number(
          "sessions-per-day",
          1e-3,
          1e9,
          2200,
          "the end of Diginetica's train",
          "pace of a log without times, whose sessions are taken to follow each other evenly");

  /** Seconds in a day. */
  public static final double DAY = 86_400;

  private SessionTimes() {}

  /**
   * The second of each session's last click; in a log without times, that of an even pace.
   *
   * @return {@code [sessions]}
   */
  public static long[] seconds(Sessions sessions, double sessionsPerDay) {
    long[] seconds = new long[sessions.count()];
    for (int s = 0; s < seconds.length; s++) {
      seconds[s] =
          sessions.times() == null
              ? Math.round(s / sessionsPerDay * DAY)
              : Math.floorDiv(sessions.times()[sessions.offsets()[s + 1] - 1], 1000L);
    }
    return seconds;
  }
}
