package io.sbr.server.serving;

import io.sbr.models.pipeline.Question;
import io.sbr.models.pipeline.Recommendation;
import java.util.List;

/** What a queue asks until another takes its place. */
interface Version extends AutoCloseable {
  /** Which it is. */
  RunLabel label();

  /** Most sessions that should go through its catalogue together. */
  int mostSessions();

  /** The answers to questions, in order. */
  List<Recommendation> answer(List<Question> questions);

  /** Frees it, once the last answer is made. */
  @Override
  void close();
}
