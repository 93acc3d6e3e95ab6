package io.sbr.models.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Examples;
import io.sbr.data.ItemSet;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender.TopItems;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SparseRecommenderTest {
  private static final int ITEMS = 50;

  /** Half of the items have no clicks, and stand by number. */
  private static final Popularity POPULARITY =
      new Popularity(
          IntStream.rangeClosed(0, ITEMS).map(i -> i % 2 == 0 ? 0 : i * 7 % 11).toArray());

  private final AtomicInteger made = new AtomicInteger();

  /** Scores that depend on the clicks, many of them equal, some 0 and some negative. */
  private SparseRecommender.Scorer scorer() {
    made.incrementAndGet();
    ReachedItems reached = new ReachedItems(ITEMS);
    return (clicks, from, to) -> {
      reached.clear();
      int hash = Arrays.hashCode(Arrays.copyOfRange(clicks, from, to));
      Random random = new Random(hash);
      for (int i = 0; i < Math.floorMod(hash, 40); i++) {
        reached.add(1 + random.nextInt(ITEMS), random.nextInt(5) - 2);
      }
      return reached;
    };
  }

  private SparseRecommender recommender(Fill fill) {
    return new SparseRecommender("test", Rest.byPopularity(POPULARITY), fill, this::scorer);
  }

  private static GraphBatch batch(int sessions) {
    Random random = new Random(5);
    int[][] clicks = new int[sessions][];
    for (int s = 0; s < sessions; s++) {
      clicks[s] = random.ints(2 + random.nextInt(6), 1, ITEMS + 1).toArray();
    }
    Examples examples = new Examples(Sessions.of(clicks), 1).lastOnly();
    return new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.ITEM_ID), 0)
        .build(examples, IntStream.range(0, sessions).toArray());
  }

  /** By a sort of all items. */
  private TopItems sorted(ReachedItems reached, int k, int[] excluded, Fill fill) {
    int[] order = POPULARITY.order();
    int[] items =
        IntStream.range(0, ITEMS)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer at) -> -reached.score(order[at]))
                    .thenComparing(at -> at))
            .mapToInt(at -> order[at])
            .filter(item -> fill == Fill.POP || reached.has(item))
            .filter(item -> Arrays.stream(excluded).noneMatch(other -> other == item))
            .limit(k)
            .toArray();
    return new TopItems(items, Arrays.stream(items).mapToDouble(reached::score).toArray());
  }

  @ParameterizedTest
  @EnumSource(Fill.class)
  void theBestAreThoseOfASort(Fill fill) {
    SparseRecommender recommender = recommender(fill);
    SparseRecommender.Scorer scorer = scorer();
    Random random = new Random(6);
    for (int question = 0; question < 300; question++) {
      int[] clicks = random.ints(3, 1, ITEMS + 1).toArray();
      int[] excluded = random.ints(random.nextInt(30), 1, ITEMS + 1).distinct().sorted().toArray();
      for (int k : new int[] {1, 2, 20, 49, 50, 1000}) {
        TopItems expected = sorted(scorer.score(clicks, 0, 3), k, excluded, fill);
        TopItems best = recommender.topK(clicks, 0, 3, k, excluded);
        assertThat(best.items()).isEqualTo(expected.items());
        assertThat(best.scores()).isEqualTo(expected.scores());
      }
    }
  }

  /** Few allowed items are gone through in another way than many. */
  @ParameterizedTest
  @EnumSource(Fill.class)
  void theBestOfAllowedItemsAreThoseOfTheWholeRanking(Fill fill) {
    SparseRecommender recommender = recommender(fill);
    GraphBatch batch = batch(60);
    List<TopItems> whole = recommender.topK(batch, ITEMS, null);
    ItemSet[] allowed = new ItemSet[60];
    int[][] excluded = new int[60][];
    for (int b = 0; b < 60; b++) {
      int one = 1 + b % ITEMS;
      int step = 1 + b % 7;
      allowed[b] =
          b % 4 == 0
              ? null
              : ItemSet.where(ITEMS, b % 4 == 1 ? item -> item == one : item -> item % step == 0);
      excluded[b] = new int[] {one / 2 + 1};
    }
    for (int k : new int[] {1, 5, 100}) {
      List<TopItems> best = recommender.topK(batch, k, excluded, allowed);
      for (int b = 0; b < 60; b++) {
        ItemSet set = allowed[b];
        int out = excluded[b][0];
        assertThat(best.get(b).items())
            .isEqualTo(
                Arrays.stream(whole.get(b).items())
                    .filter(item -> item != out && (set == null || set.has(item)))
                    .limit(k)
                    .toArray());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fill.class)
  void aBatchIsAnsweredAsItsSessionsAlone(Fill fill) {
    SparseRecommender recommender = recommender(fill);
    GraphBatch batch = batch(301);
    int[] clicks = Arrays.stream(batch.clickNode()).map(node -> batch.nodeItems()[node]).toArray();
    List<TopItems> all = recommender.topK(batch, 7, null);
    assertThat(all).hasSize(301);
    for (int b = 0; b < 301; b++) {
      TopItems alone =
          recommender.topK(
              clicks, batch.clickOffsets()[b], batch.clickOffsets()[b + 1], 7, new int[0]);
      assertThat(all.get(b).items()).isEqualTo(alone.items());
      assertThat(all.get(b).scores()).isEqualTo(alone.scores());
    }
  }

  /** Several targets of one session, also where the batch is cut into parts. */
  @Test
  void ranksAreThePlacesAmongAll() {
    SparseRecommender recommender = recommender(Fill.POP);
    GraphBatch batch = batch(100);
    int[] sessions = IntStream.range(0, 5000).map(t -> t / ITEMS).toArray();
    int[] targets = IntStream.range(0, 5000).map(t -> 1 + t % ITEMS).toArray();
    int[] ranks = recommender.ranks(batch, sessions, targets);
    List<TopItems> all = recommender.topK(batch, ITEMS, null);
    for (int t = 0; t < ranks.length; t++) {
      assertThat(all.get(sessions[t]).items()[ranks[t] - 1]).isEqualTo(targets[t]);
    }
  }

  /** Scratch is for the whole catalogue: threads that come and go must not each leave one. */
  @Test
  void scorersAreAsManyAsCallsAtOnce() throws InterruptedException {
    SparseRecommender recommender = recommender(Fill.POP);
    Set<Long> threads = ConcurrentHashMap.newKeySet();
    for (int t = 0; t < 20; t++) {
      Thread thread =
          new Thread(
              () -> {
                threads.add(Thread.currentThread().getId());
                recommender.topK(new int[] {1, 2}, 0, 2, 5, new int[0]);
              });
      thread.start();
      thread.join();
    }
    assertThat(threads).hasSize(20);
    assertThat(made).hasValue(1);
  }
}
