package io.sbr.models.rules;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import java.util.function.IntPredicate;

/**
 * What rules are learned from: all sessions, or those that hold any of some items, whose rules
 * alone are asked for then.
 *
 * @param sessions in the order of the data
 * @param clicks {@code [N + 1]} clicks on each item in all sessions
 * @param count number of all sessions
 * @param asked items whose rules are wanted
 */
record RuleSessions(Sessions sessions, int[] clicks, int count, IntPredicate asked) {
  /** All sessions, for the rules of all items. */
  static RuleSessions all(Sessions train, Popularity popularity) {
    return new RuleSessions(train, popularity.clicks(), train.count(), item -> true);
  }

  /** Number of items, N. */
  int itemCount() {
    return clicks.length - 1;
  }
}
