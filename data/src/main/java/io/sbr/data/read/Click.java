package io.sbr.data.read;

/**
 * One row of a click log. Keys and ids are the log's own text; {@code null} says that the row lacks
 * them: the cell is empty. Which words stand for an empty cell is the next room's matter.
 *
 * @param session key of the session, or null
 * @param user key of the user, or null
 * @param item id of the item, or null
 * @param time milliseconds: since 1970, or since the start of the session when {@code day} is
 *     given; {@link #NONE} if the row lacks it
 * @param nanos what its time has beyond the millisecond, 0 to 999,999
 * @param day start of the day of the row, milliseconds since 1970, in logs that count the time of a
 *     click from its session's start (Diginetica); otherwise {@link #NONE}
 * @param event type of the event, or null in logs that have only clicks
 */
public record Click(
    String session, String user, String item, long time, int nanos, long day, String event) {
  /** A time or day that the log does not have. */
  public static final long NONE = Long.MIN_VALUE;

  /** A row whose time is one of whole milliseconds. */
  public Click(String session, String user, String item, long time, long day, String event) {
    this(session, user, item, time, 0, day, event);
  }
}
