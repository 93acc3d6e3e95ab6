package io.sbr.data.read;

import java.util.Locale;

/** What a column of a delimited log holds. */
public enum Column {
  /** Key of the session. */
  SESSION,
  /** Key of the user. */
  USER,
  /** Id of the item. */
  ITEM,
  /** Time of the click. */
  TIME,
  /** Day of the session, in logs whose times count from the session's start. */
  DAY,
  /** Type of the event. */
  EVENT;

  /** The name for users: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
