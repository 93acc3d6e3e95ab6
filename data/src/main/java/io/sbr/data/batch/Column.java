package io.sbr.data.batch;

/**
 * What may be known of a session beside the items of its clicks. A {@link BatchPart} declares what
 * it reads of it, and can read nothing else.
 */
public enum Column {
  /** When each click was. */
  TIMES,
  /** How long each click's item was viewed. */
  DURATIONS,
  /** Whose session it is. */
  USERS,
  /**
   * When the session began: the time of its earliest click, which need not be the first one of the
   * input.
   */
  STARTS,
  /**
   * What its user clicked in earlier sessions, and in which; follows from users and starts, which
   * are declared beside it.
   */
  PAST
}
