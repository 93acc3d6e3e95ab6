package io.sbr.models.neighbour;

import java.nio.file.Path;

/**
 * Whether a mapped index is one: every number of it is looked at, which takes a moment for the
 * sessions of a shop and too long for those of a marketplace. Whoever skips it is still safe: a
 * read beyond the bounds of a column ends in an exception.
 */
final class SessionIndexCheck {
  private final SessionIndex index;

  private SessionIndexCheck(SessionIndex index) {
    this.index = index;
  }

  /**
   * Checks an index.
   *
   * @param file named in the fault
   * @throws IllegalArgumentException saying what is wrong first
   */
  static void check(Path file, SessionIndex index) {
    String fault = new SessionIndexCheck(index).fault();
    if (fault != null) {
      throw new IllegalArgumentException(file + " is malformed: " + fault);
    }
  }

  private String fault() {
    for (int s = 0; s < index.sessions(); s++) {
      if (!isSession(s)) {
        return "session " + s + " is none";
      }
    }
    for (int item = 0; item <= index.itemCount(); item++) {
      if (!isListed(item)) {
        return "the sessions of item " + item + " are none";
      }
    }
    return null;
  }

  /** Items of the catalogue, at ascending places of a session that is not empty. */
  private boolean isSession(int session) {
    int from = index.sessionOffsets().get(session);
    int to = index.sessionOffsets().get(session + 1);
    if (from >= to || index.age().get(session) < 0) {
      return false;
    }
    int before = -1;
    for (int e = from; e < to; e++) {
      int item = index.sessionItems().get(e);
      int position = index.positions().get(e);
      if (item < 1 || item > index.itemCount() || position <= before) {
        return false;
      }
      before = position;
    }
    return true;
  }

  /** Ascending sessions that hold the item. */
  private boolean isListed(int item) {
    int from = index.itemOffsets().get(item);
    int to = index.itemOffsets().get(item + 1);
    if (from > to || index.events().get(item) < 0 || index.holders().get(item) < to - from) {
      return false;
    }
    int before = -1;
    for (int e = from; e < to; e++) {
      int session = index.itemSessions().get(e);
      if (session <= before || session >= index.sessions() || !holds(session, item)) {
        return false;
      }
      before = session;
    }
    return true;
  }

  private boolean holds(int session, int item) {
    int e = index.sessionOffsets().get(session + 1) - 1;
    int from = index.sessionOffsets().get(session);
    while (e >= from && index.sessionItems().get(e) != item) {
      e--;
    }
    return e >= from;
  }
}
