package io.sbr.models.counting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.UsageHistory;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Progress;
import io.sbr.data.prepare.Setting;
import io.sbr.data.read.look.Choices;
import io.sbr.models.Fixtures;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Metrics;
import io.sbr.tensor.Ties;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The user's own counts, reckoned by hand on a small log, and on real clicks by another program.
 */
class UserMethodTest {
  private static final int ITEMS = 9;

  /**
   * User 0 clicks 1, 2, 1, 3, then 1, 2, then in the session that is asked 4, 1; user 1 clicks what
   * is popular, 8 and 9, and 8 after 1.
   */
  private static final Sessions LOG =
      new Sessions(
          new int[] {1, 2, 1, 3, 9, 8, 9, 1, 8, 9, 1, 2, 4, 1, 7},
          new int[] {0, 4, 7, 10, 12, 15},
          new long[] {10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 30, 31, 50, 51, 52},
          null,
          new int[] {0, 1, 1, 0, 0});

  private static final Sessions TRAIN = LOG.range(0, 4);

  private static CountingRecommender model(CountingKind kind, Sessions train, int items) {
    return kind.factory()
        .create(
            Popularity.of(train, items),
            kind.usesTransitions()
                ? Optional.of(TransitionCounts.of(train, items))
                : Optional.empty());
  }

  /** Session 4 with its first clicks as input. */
  private static GraphBatch asked(CountingKind kind, int clicks, UsageHistory history) {
    CountingRecommender model = model(kind, TRAIN, ITEMS);
    int cut = LOG.length(4) - 1 - clicks; // examples are listed longest first
    Examples examples = new Examples(LOG.range(4, 5), 1, history);
    return new BatchBuilder(ITEMS, model.needs(), 0).build(examples, new int[] {cut});
  }

  private static int[] order(CountingKind kind, int clicks, UsageHistory history) {
    return model(kind, TRAIN, ITEMS).topK(asked(kind, clicks, history), ITEMS, null).get(0).items();
  }

  private static final UsageHistory HISTORY = new UsageHistory(0, LOG);

  /** 1 four times, 2 twice, of 4 and 3 the former was later; then 9, 8, 5, 6, 7 as popular. */
  @Test
  void userPopCountsTheUsersClicks() {
    assertThat(order(UserMethod.POP, 2, HISTORY)).containsExactly(1, 2, 4, 3, 9, 8, 5, 6, 7);
    assertThat(order(UserMethod.POP, 1, HISTORY)).containsExactly(1, 2, 4, 3, 9, 8, 5, 6, 7);
  }

  @Test
  void userRecentGoesByTheLatestClick() {
    assertThat(order(UserMethod.RECENT, 2, HISTORY)).containsExactly(1, 4, 2, 3, 9, 8, 5, 6, 7);
    assertThat(order(UserMethod.RECENT, 1, HISTORY)).containsExactly(4, 2, 1, 3, 9, 8, 5, 6, 7);
  }

  /** After 1 came 2 twice and 3 once; after 4 nothing yet: user-pop. */
  @Test
  void userMarkovCountsWhatCameNextForTheUser() {
    assertThat(order(UserMethod.MARKOV, 2, HISTORY)).containsExactly(2, 3, 1, 4, 9, 8, 5, 6, 7);
    assertThat(order(UserMethod.MARKOV, 1, HISTORY)).containsExactly(1, 2, 4, 3, 9, 8, 5, 6, 7);
  }

  /** In train 8 came after 1 as well, in another user's session: before what never came next. */
  @Test
  void theBackoffAsksAllUsersNext() {
    assertThat(order(UserMethod.BACKOFF, 2, HISTORY)).containsExactly(2, 3, 8, 1, 4, 9, 5, 6, 7);
    assertThat(order(UserMethod.BACKOFF, 1, HISTORY)).containsExactly(1, 2, 4, 3, 9, 8, 5, 6, 7);
  }

  /** Sessions of which some run side by side: a click is the latest by its time alone. */
  @Test
  void sessionsMayOverlap() {
    Sessions crossed =
        new Sessions(
            new int[] {5, 6, 2, 3, 4, 1, 7},
            new int[] {0, 2, 4, 7},
            new long[] {10, 40, 20, 30, 50, 51, 52},
            null,
            new int[] {0, 0, 0});
    UsageHistory history = new UsageHistory(0, crossed);
    assertThat(order(UserMethod.RECENT, 2, history)).startsWith(1, 4, 6, 3, 2, 5);
  }

  /** Nothing is known of the past: the session alone is the user's. */
  @Test
  void ofAStrangerTheSessionIsAllThatIsKnown() {
    for (CountingKind kind : List.of(UserMethod.POP, UserMethod.RECENT, UserMethod.MARKOV)) {
      assertThat(order(kind, 2, UsageHistory.none())).containsExactly(1, 4, 9, 2, 8, 3, 5, 6, 7);
    }
    assertThat(order(UserMethod.BACKOFF, 2, UsageHistory.none()))
        .containsExactly(2, 8, 3, 1, 4, 9, 5, 6, 7);
  }

  @Test
  void ranksAndScoresAreThoseOfTheOrder() {
    for (CountingKind kind :
        List.of(UserMethod.POP, UserMethod.RECENT, UserMethod.MARKOV, UserMethod.BACKOFF)) {
      CountingRecommender model = model(kind, TRAIN, ITEMS);
      GraphBatch batch = asked(kind, 2, HISTORY);
      int[] order = order(kind, 2, HISTORY);
      double[] scores = model.scores(batch);
      int[] sorted =
          IntStream.rangeClosed(1, ITEMS)
              .boxed()
              .sorted((a, b) -> Double.compare(scores[b - 1], scores[a - 1]))
              .mapToInt(item -> item)
              .toArray();
      assertThat(sorted).as(kind.name()).isEqualTo(order);
      int[] ranks = model.ranks(batch, Ties.ORDERED, new int[ITEMS], order);
      assertThat(ranks).isEqualTo(IntStream.rangeClosed(1, ITEMS).toArray());
    }
  }

  /**
   * Check-ins in New York, sessions cut at pauses of 6 h; figures of another program, to the
   * printed digit: Recall@10, Recall@20, MRR@20 of 7,248 targets.
   */
  @ParameterizedTest
  @CsvSource({
    "user-pop, 59.46, 73.76, 26.54",
    "user-recent, 56.51, 73.19, 17.59",
    "user-markov, 67.34, 77.12, 37.69"
  })
  void figuresOnRealClicks(String name, String recall10, String recall20, String mrr20) {
    Path log = Fixtures.sharedAt("personal/foursquare-nyc/events.csv.gz");
    Dataset data = prepared(log);
    CountingKind kind =
        List.of(UserMethod.POP, UserMethod.RECENT, UserMethod.MARKOV).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    Examples examples = new Examples(data.test(), 1, UsageHistory.of(data));
    assertThat(examples.count()).isEqualTo(7248);
    Metrics metrics =
        new Evaluator(examples, List.of(10, 20))
            .evaluate(model(kind, data.train(), data.items().size()));
    assertThat(List.of(metrics.recall(10), metrics.recall(20), metrics.mrr(20)))
        .extracting(value -> String.format(Locale.ROOT, "%.2f", value))
        .containsExactly(recall10, recall20, mrr20);
  }

  private static Dataset prepared(Path log) {
    Choices choices = Choices.NONE;
    PrepareRequest request =
        PrepareRequest.of(
                Formats.look("csv", List.of(log), choices), choices, List.of(log), "foursquare")
            .withRecipe("personal")
            .with(Setting.GAP, "6h");
    return Prepare.run(request, Progress.NONE).dataset();
  }
}
