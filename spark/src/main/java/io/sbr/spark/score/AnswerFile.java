package io.sbr.spark.score;

import java.io.Closeable;
import java.io.IOException;

/** A file of answers, being written. */
interface AnswerFile extends Closeable {
  /**
   * Adds an item of an answer.
   *
   * @param session its id
   * @param rank from 1
   * @param item its id
   */
  void add(String session, int rank, String item, double score) throws IOException;
}
