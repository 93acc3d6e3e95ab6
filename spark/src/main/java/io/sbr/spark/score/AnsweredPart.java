package io.sbr.spark.score;

import java.io.Serializable;

/**
 * What was answered in a part.
 *
 * @param sessions in it
 * @param unanswered those of them to which no item was found
 * @param rows written
 */
record AnsweredPart(long sessions, long unanswered, long rows) implements Serializable {
  /** Nothing. */
  static final AnsweredPart NONE = new AnsweredPart(0, 0, 0);

  AnsweredPart and(AnsweredPart other) {
    return new AnsweredPart(
        sessions + other.sessions, unanswered + other.unanswered, rows + other.rows);
  }
}
