package io.sbr.data.prepare;

import io.sbr.data.Sessions;

/** Decides which sessions are learned from and which are tested on. */
@FunctionalInterface
interface SplitRule {
  /**
   * Both parts, each in order of time; a session may belong to neither.
   *
   * @param seed of whatever is drawn
   * @throws io.sbr.data.DataException if the log lacks what the rule needs (times, users)
   */
  Parts split(DatedSessions dated, long seed);

  /**
   * The parts of a log.
   *
   * @param train sessions to learn from
   * @param test sessions to test on
   */
  record Parts(Sessions train, Sessions test) {}
}
