package io.sbr.server.serving;

import io.sbr.data.Vocabulary;
import io.sbr.models.ask.AnswerJson;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.Question;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.tensor.Philox;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Questions that nobody asked, before visitors do: Java compiles what is called often, and a run
 * whose weights are not numbers is found out here.
 */
final class WarmUp {
  private static final int MOST = 2000;
  private static final int LONGEST = 12;
  private static final int TOGETHER = 8;
  private static final int K = 20;
  private static final long SEED = 19;

  private WarmUp() {}

  /**
   * Asks once.
   *
   * @throws ArithmeticException if a score is not a number
   */
  static void once(SessionRecommender run) {
    ask(run, 0, 1);
  }

  /**
   * Asks for a while, single sessions and several together in turn.
   *
   * @throws IllegalStateException if the run is closed meanwhile
   */
  static void of(SessionRecommender run, Duration most) {
    long begun = System.nanoTime();
    for (int i = 0; i < MOST && System.nanoTime() - begun < most.toNanos(); i++) {
      ask(run, i * TOGETHER, i % 2 == 0 ? 1 : TOGETHER);
    }
  }

  /**
   * Asks for a while, single sessions one after another, on the way that visitors take.
   *
   * @param asking gets the ids of a session's clicks
   */
  static void through(Consumer<List<String>> asking, Vocabulary items, Duration most) {
    long begun = System.nanoTime();
    for (int i = 0; i < MOST && System.nanoTime() - begun < most.toNanos(); i++) {
      asking.accept(question(items, i).clicks().items());
    }
  }

  private static void ask(SessionRecommender run, int first, int count) {
    run.answer(
            IntStream.range(first, first + count)
                .mapToObj(session -> question(run.items(), session))
                .toList())
        .forEach(AnswerJson::of);
  }

  private static Question question(Vocabulary items, int session) {
    int length = 1 + Philox.below(LONGEST, SEED, session, 0);
    List<String> ids =
        IntStream.rangeClosed(1, length)
            .mapToObj(c -> items.id(1 + Philox.below(items.size(), SEED, session, c)))
            .toList();
    return new Question(Clicks.of(ids), RankingOptions.top(K));
  }
}
