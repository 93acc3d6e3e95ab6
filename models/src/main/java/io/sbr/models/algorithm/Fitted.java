package io.sbr.models.algorithm;

import io.sbr.data.Vocabulary;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.Recommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.explain.Explanation;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What an algorithm has learned, ready to answer. Thread-safe; to be closed after the last call.
 */
public interface Fitted extends AutoCloseable {
  /** Ranks the catalogue, in item numbers. */
  Recommender recommender();

  /** The epoch whose weights it has, from 0; 0 without epochs. */
  int epoch();

  /**
   * Why these items have their scores.
   *
   * @param question the session and what was answered
   */
  Explanation explain(Question question);

  /**
   * What is to be explained.
   *
   * @param items names of the item numbers
   * @param clicks item numbers in order of time, at least one
   * @param unknown ids that were left out of them, to be named
   * @param top what was answered
   * @param pack makes a batch of the session's clicks at some positions, from 0, ascending, as if
   *     the others had not been
   */
  record Question(
      Vocabulary items,
      int[] clicks,
      List<String> unknown,
      TopItems top,
      Function<int[], GraphBatch> pack) {
    /** The same of other scores. */
    Question with(TopItems other) {
      return new Question(items, clicks, unknown, other, pack);
    }

    /** The batch of the whole session. */
    GraphBatch whole() {
      return pack.apply(IntStream.range(0, clicks.length).toArray());
    }

    /** Original ids of the clicks. */
    List<String> clickIds() {
      return ids(clicks);
    }

    /** Original ids of items. */
    List<String> ids(int[] numbers) {
      return Arrays.stream(numbers).mapToObj(items::id).toList();
    }
  }

  /** Frees the weights. */
  @Override
  void close();
}
