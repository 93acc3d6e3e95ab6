package io.sbr.data.prepare.column;

import io.sbr.data.read.Click;
import java.util.BitSet;

/**
 * What groups clicks, numbered from 0 by first appearance, with the user and the dates of each. A
 * click without a user belongs to whoever has its session id first.
 */
public final class Keys {
  private static final int NO_USER = -1;

  /** What groups clicks. */
  public enum By {
    /** Session ids, whoever has them. */
    SESSION,
    /** Users. */
    USER,
    /** A session id of one user; another user's is another session. */
    USER_SESSION
  }

  private final By by;
  private Numbering numbers = new Numbering();
  private Numbering userNumbers = new Numbering();
  private final IntColumn users = new IntColumn();
  private final TextColumn userIds = new TextColumn();
  private final LongColumn lastDates = new LongColumn();
  private final LongColumn firstDays = new LongColumn();
  private int count;
  private final BitSet shared = new BitSet();

  /** No clicks yet. */
  public Keys(By by) {
    this.by = by;
  }

  /** What groups clicks. */
  public By by() {
    return by;
  }

  /** Whether users alone group clicks. */
  public boolean byUser() {
    return by == By.USER;
  }

  /**
   * The key of a click.
   *
   * @param session null where users alone group clicks
   * @param user null if unknown
   * @param date of the row, which becomes its key's last
   * @param day of the row
   */
  public int key(String session, String user, long date, long day) {
    int key = byUser() ? known(numbers.number(user)) : sessionOf(session, user);
    if (byUser()) {
      users.set(key, user(key, user));
    }
    lastDates.set(key, date);
    firstDays.set(key, Math.min(firstDays.get(key), day));
    return key;
  }

  private int sessionOf(String session, String user) {
    int key = known(numbers.number(session));
    if (user == null) {
      return key;
    }
    int number = user(userNumbers.number(user), user);
    int owner = users.get(key);
    if (owner == NO_USER) {
      users.set(key, number);
    } else if (owner != number) {
      shared.set(key);
      if (by == By.USER_SESSION) {
        key = known(numbers.number(number + "\0" + session));
        users.set(key, number);
      }
    }
    return key;
  }

  /** Keeps the id of a user that is new. */
  private int user(int number, String id) {
    if (number == userIds.size()) {
      userIds.add(id);
    }
    return number;
  }

  private int known(int key) {
    if (key == count) {
      count++;
      users.add(NO_USER);
      lastDates.add(Click.NONE);
      firstDays.add(Long.MAX_VALUE);
    }
    return key;
  }

  /** Ends reading: nothing looks up a key any more, so what serves that can go. */
  public void end() {
    numbers = null;
    userNumbers = null;
  }

  /** Lets go of dates and of whose each key is. */
  public void clear() {
    users.clear();
    lastDates.clear();
    firstDays.clear();
  }

  /** Number of keys met. */
  public int count() {
    return count;
  }

  /** Number of session ids that more than one user has. */
  public int shared() {
    return shared.cardinality();
  }

  /** The earliest day of a key's rows. */
  public long firstDay(int key) {
    return firstDays.get(key);
  }

  /** The user of each key, −1 where unknown. */
  public int[] users() {
    return users.toArray();
  }

  /** Original ids of the users, by number; empty in a log without users. */
  public TextColumn userIds() {
    return userIds;
  }

  /** Date of the last row read of each key. */
  public long[] lastDates() {
    return lastDates.toArray();
  }
}
