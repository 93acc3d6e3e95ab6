package io.sbr.models.counting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.ItemSet;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import io.sbr.models.Fixtures;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Recommender;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselinesTest {
  private static final int POP = 0;
  private static final int SESSION_POP = 1;
  private static final int MARKOV = 2;

  /** Clicks: item 1 twice, 2 three times, 3 three times, 4 once, 5 never. */
  private static final Sessions TRAIN =
      Sessions.of(new int[] {1, 2, 3}, new int[] {3, 2, 3}, new int[] {2, 1, 4});

  private static final List<Recommender> ALL = Baselines.all(TRAIN, 5);

  @Test
  void popularityOrdersByClicksThenNumber() {
    assertThat(top(POP, 5, new int[] {4})).containsExactly(2, 3, 1, 4, 5);
  }

  @Test
  void sessionPopularityPutsTheSessionFirst() {
    assertThat(top(SESSION_POP, 5, new int[] {4, 1, 4, 5})).containsExactly(4, 1, 5, 2, 3);
  }

  @Test
  void markovFollowsTheLastClick() {
    // 2 → 3 twice, 2 → 1 once; then by popularity
    assertThat(top(MARKOV, 5, new int[] {3, 2})).containsExactly(3, 1, 2, 4, 5);
    assertThat(top(MARKOV, 5, new int[] {5})).containsExactly(2, 3, 1, 4, 5);
  }

  @Test
  void excludedItemsAreLeftOut() {
    GraphBatch batch =
        new BatchBuilder(5, BatchSpec.of(NodeOrder.ITEM_ID), 0).build(new int[][] {{3, 2}});
    assertThat(ALL.get(MARKOV).topK(batch, 9, new int[][] {{2, 3}}).get(0).items())
        .containsExactly(1, 4, 5);
  }

  /** Few allowed items of many are put in order, many of them are found in it. */
  @Test
  void allowedItemsStandInTheSameOrder() {
    int items = 200;
    int[][] clicks = new int[60][];
    Arrays.setAll(clicks, s -> new int[] {1 + s * 7 % items, 1 + s * 11 % items, 1 + s % 9});
    GraphBatch batch =
        new BatchBuilder(items, BatchSpec.of(NodeOrder.ITEM_ID), 0).build(new int[][] {{3, 2, 9}});
    for (Recommender recommender : Baselines.all(Sessions.of(clicks), items)) {
      Recommender.TopItems whole = recommender.topK(batch, items, null).get(0);
      for (int step : new int[] {1, 3, 50, 199}) {
        ItemSet set = ItemSet.where(items, item -> item % step == 0 || item == 9);
        Recommender.TopItems best =
            recommender.topK(batch, 20, new int[][] {{3}}, new ItemSet[] {set}).get(0);
        assertThat(best.items())
            .isEqualTo(
                Arrays.stream(whole.items())
                    .filter(item -> item != 3 && set.has(item))
                    .limit(20)
                    .toArray());
      }
    }
  }

  @Test
  void ranksAreThePlacesInTheOrder() {
    int[][] sessions = {{4, 1, 4, 5}, {3, 2}, {5}, {1, 1, 2}};
    for (Recommender recommender : ALL) {
      for (int[] session : sessions) {
        int[] order = top(ALL.indexOf(recommender), 5, session);
        for (int place = 0; place < order.length; place++) {
          int[] withTarget = Arrays.copyOf(session, session.length + 1);
          withTarget[session.length] = order[place];
          Examples examples = new Examples(Sessions.of(withTarget), 1);
          GraphBatch batch =
              new BatchBuilder(5, BatchSpec.of(NodeOrder.ITEM_ID), 0)
                  .build(examples, new int[] {0});
          assertThat(recommender.ranks(batch))
              .as("%s, target %d", recommender.name(), order[place])
              .containsExactly(place + 1);
        }
      }
    }
  }

  @Test
  void scoresDescend() {
    GraphBatch batch =
        new BatchBuilder(5, BatchSpec.of(NodeOrder.ITEM_ID), 0).build(new int[][] {{4, 1, 4, 5}});
    for (Recommender recommender : ALL) {
      double[] scores = recommender.topK(batch, 5, null).get(0).scores();
      for (int i = 1; i < scores.length; i++) {
        assertThat(scores[i]).isLessThanOrEqualTo(scores[i - 1]);
      }
    }
  }

  /** Figures that were computed by another program, to the printed digit. */
  @ParameterizedTest
  @CsvSource({
    "diginetica-tiny, 5.23, 1.37, 45.90, 38.25, 17.94, 11.52",
    "yoochoose-100k, 8.94, 2.64, 38.13, 26.54, 59.08, 34.33",
    "diginetica, 0.94, 0.21, 21.14, 13.72, 34.77, 13.00"
  })
  void figuresOnRealClicks(
      String name,
      String popRecall,
      String popMrr,
      String sessionRecall,
      String sessionMrr,
      String markovRecall,
      String markovMrr) {
    Dataset data = Fixtures.shared(name);
    Evaluator evaluator = new Evaluator(new Examples(data.test(), 1), List.of(20));
    List<String> figures =
        Baselines.all(data.train(), data.items().size()).stream()
            .map(evaluator::evaluate)
            .flatMap(m -> List.of(print(m.recall(20)), print(m.mrr(20))).stream())
            .toList();
    assertThat(figures)
        .containsExactly(popRecall, popMrr, sessionRecall, sessionMrr, markovRecall, markovMrr);
  }

  private static String print(double percent) {
    return String.format(Locale.ROOT, "%.2f", percent);
  }

  private static int[] top(int baseline, int k, int[] session) {
    GraphBatch batch =
        new BatchBuilder(5, BatchSpec.of(NodeOrder.ITEM_ID), 0).build(new int[][] {session});
    return ALL.get(baseline).topK(batch, k, null).get(0).items();
  }
}
