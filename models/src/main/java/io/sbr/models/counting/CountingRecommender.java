package io.sbr.models.counting;

import io.sbr.data.ItemSet;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.Recommender;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Items by a count that depends on the session, ties and all other items by popularity: the "fill"
 * form of a baseline. The score is count + popularity share, the share being below 1. Ranks come
 * from the few counted items and a table, not from a pass over the catalogue.
 */
public abstract class CountingRecommender implements Recommender {
  private final String name;
  private final Popularity popularity;

  CountingRecommender(String name, Popularity popularity) {
    this.name = name;
    this.popularity = popularity;
  }

  /** What session {@code b} of the batch says. */
  abstract Counts counts(GraphBatch batch, int b);

  @Override
  public String name() {
    return name;
  }

  @Override
  public int itemCount() {
    return popularity.itemCount();
  }

  @Override
  public int[] ranks(GraphBatch batch, Ties ties, int[] sessions, int[] targets) {
    int[] ranks = new int[targets.length];
    for (int t = 0; t < ranks.length; t++) {
      Counts counts = counts(batch, sessions[t]);
      ranks[t] = rank(counts, targets[t]);
      if (ties == Ties.CONSERVATIVE) {
        ranks[t] += equalBehind(counts, targets[t]);
      }
    }
    return ranks;
  }

  /** Items of the target's score, that is of its count and its clicks, that come after it. */
  private int equalBehind(Counts counts, int target) {
    int count = counts.of(target);
    int popular = popularity.rank(target);
    int last = popularity.lastRankOfAsMany(target);
    int equal = count == 0 ? last - popular : 0;
    for (int i = 0; i < counts.items().length; i++) {
      int rank = popularity.rank(counts.items()[i]);
      if (rank > popular && rank <= last) {
        equal += count == 0 ? -1 : counts.counts()[i] == count ? 1 : 0;
      }
    }
    return equal;
  }

  private int rank(Counts counts, int target) {
    int targetCount = counts.of(target);
    int popular = popularity.rank(target);
    int better = targetCount == 0 ? popular - 1 : 0;
    for (int i = 0; i < counts.items().length; i++) {
      boolean morePopular = popularity.rank(counts.items()[i]) < popular;
      if (targetCount == 0) {
        better += morePopular ? 0 : 1; // the more popular ones are in the table's count already
      } else if (counts.counts()[i] > targetCount
          || counts.counts()[i] == targetCount && morePopular) {
        better++;
      }
    }
    return better + 1;
  }

  @Override
  public List<TopItems> topK(GraphBatch batch, int k, int[][] excluded, ItemSet[] allowed) {
    List<TopItems> all = new ArrayList<>(batch.sessions());
    for (int b = 0; b < batch.sessions(); b++) {
      all.add(
          top(
              counts(batch, b),
              k,
              excluded == null ? new int[0] : excluded[b],
              Optional.ofNullable(allowed == null ? null : allowed[b])));
    }
    return all;
  }

  private TopItems top(Counts counts, int k, int[] excluded, Optional<ItemSet> allowed) {
    int[] counted = counts.items().clone();
    Arrays.sort(counted);
    IntStream first =
        IntStream.range(0, counts.items().length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(i -> -counts.counts()[i])
                    .thenComparingInt(i -> popularity.rank(counts.items()[i])))
            .mapToInt(i -> counts.items()[i])
            .filter(item -> allowed.isEmpty() || allowed.get().has(item));
    IntStream rest =
        popularity.order(allowed).filter(item -> Arrays.binarySearch(counted, item) < 0);
    int[] items =
        IntStream.concat(first, rest)
            .filter(item -> Arrays.binarySearch(excluded, item) < 0)
            .limit(k)
            .toArray();
    return new TopItems(
        items,
        Arrays.stream(items)
            .mapToDouble(item -> counts.of(item) + popularity.share(item))
            .toArray());
  }

  @Override
  public double[] scores(GraphBatch batch) {
    double[] scores = new double[batch.sessions() * itemCount()];
    for (int b = 0; b < batch.sessions(); b++) {
      int at = b * itemCount() - 1; // items are numbered from 1
      for (int item = 1; item <= itemCount(); item++) {
        scores[at + item] = popularity.share(item);
      }
      Counts counts = counts(batch, b);
      for (int i = 0; i < counts.items().length; i++) {
        scores[at + counts.items()[i]] += counts.counts()[i];
      }
    }
    return scores;
  }

  /** The count behind an item's score in one session of the batch; 0 where it has none. */
  public int count(GraphBatch batch, int session, int item) {
    return counts(batch, session).of(item);
  }

  /** Clicks on an item in train as a share of a little more than the most clicked one's. */
  public double popularity(int item) {
    return popularity.share(item);
  }
}
