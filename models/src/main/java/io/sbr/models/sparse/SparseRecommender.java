package io.sbr.models.sparse;

import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.Recommender;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Ranks by the scores of the few items that a method reaches. All others have score 0 and follow in
 * the order of {@link Rest}, ahead of items that the method scores below 0; unless {@link Fill}
 * leaves them out.
 */
public final class SparseRecommender implements Recommender {
  /** Scores the items for one session; scratch of one thread. */
  @FunctionalInterface
  public interface Scorer {
    /**
     * Scores.
     *
     * @param clicks item numbers, oldest first, in {@code [from, to)}
     * @return may be the same object each time
     */
    ReachedItems score(int[] clicks, int from, int to);
  }

  private final String name;
  private final Rest rest;
  private final boolean filled;
  private final ThreadLocal<Scorer> scorers;

  /**
   * A recommender.
   *
   * @param scorers makes one for each thread that asks
   */
  public SparseRecommender(String name, Rest rest, Fill fill, Supplier<Scorer> scorers) {
    this.name = name;
    this.rest = rest;
    filled = fill == Fill.POP;
    this.scorers = ThreadLocal.withInitial(scorers);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int itemCount() {
    return rest.itemCount();
  }

  @Override
  public int[] ranks(GraphBatch batch, Ties ties, int[] sessions, int[] targets) {
    int[] clicks = clicks(batch);
    int[] ranks = new int[targets.length];
    int scored = -1;
    ReachedItems reached = null;
    for (int t = 0; t < ranks.length; t++) {
      if (sessions[t] != scored) {
        scored = sessions[t];
        reached = score(batch, clicks, scored);
      }
      ranks[t] = rank(reached, ties, targets[t]);
    }
    return ranks;
  }

  @Override
  public Ranking ranksAndTopK(GraphBatch batch, Ties ties, int[] sessions, int[] targets, int k) {
    int[] clicks = clicks(batch);
    int[] ranks = new int[targets.length];
    List<TopItems> all = new ArrayList<>(batch.sessions());
    for (int b = 0; b < batch.sessions(); b++) {
      ReachedItems reached = score(batch, clicks, b);
      for (int t = 0; t < ranks.length; t++) {
        if (sessions[t] == b) {
          ranks[t] = rank(reached, ties, targets[t]);
        }
      }
      all.add(top(reached, k, new int[0]));
    }
    return new Ranking(ranks, all);
  }

  /** {@code [c]} item of each click of the batch. */
  private static int[] clicks(GraphBatch batch) {
    return Arrays.stream(batch.clickNode()).map(node -> batch.nodeItems()[node]).toArray();
  }

  private ReachedItems score(GraphBatch batch, int[] clicks, int session) {
    return scorers
        .get()
        .score(clicks, batch.clickOffsets()[session], batch.clickOffsets()[session + 1]);
  }

  private int rank(ReachedItems reached, Ties ties, int target) {
    return ties == Ties.CONSERVATIVE
        ? conservativeRank(reached, target)
        : orderedRank(reached, target);
  }

  /** Items of the target's score or a better one: the target is the last of them. */
  private int conservativeRank(ReachedItems reached, int target) {
    if (!filled && !reached.has(target)) {
      return rest.itemCount(); // behind all, as by the other rule
    }
    double score = reached.score(target);
    int notBelow = filled && score <= 0 ? rest.itemCount() - reached.count() : 0; // they have 0
    for (int i = 0; i < reached.count(); i++) {
      notBelow += reached.score(reached.item(i)) >= score ? 1 : 0;
    }
    return notBelow;
  }

  private int orderedRank(ReachedItems reached, int target) {
    double score = reached.score(target);
    int place = rest.place(target);
    int better = 0;
    int reachedBefore = 0; // of the items that stand before the target in the order of the rest
    for (int i = 0; i < reached.count(); i++) {
      int item = reached.item(i);
      double other = reached.score(item);
      boolean before = rest.place(item) < place;
      better += other > score || other == score && before ? 1 : 0;
      reachedBefore += before ? 1 : 0;
    }
    if (!filled) {
      return reached.has(target) ? better + 1 : rest.itemCount();
    }
    if (score < 0) {
      better += rest.itemCount() - reached.count();
    } else if (score == 0) {
      better += place - reachedBefore;
    }
    return better + 1;
  }

  @Override
  public List<TopItems> topK(GraphBatch batch, int k, int[][] excluded) {
    int[] clicks = clicks(batch);
    List<TopItems> all = new ArrayList<>(batch.sessions());
    for (int b = 0; b < batch.sessions(); b++) {
      all.add(top(score(batch, clicks, b), k, excluded == null ? new int[0] : excluded[b]));
    }
    return all;
  }

  private TopItems top(ReachedItems reached, int k, int[] excluded) {
    List<Integer> best = new ArrayList<>();
    for (int i = 0; i < reached.count(); i++) {
      best.add(reached.item(i));
    }
    // as many of the rest as could be wanted: the others cannot be among the best k
    for (int at = 0, unreached = 0;
        filled && at < rest.itemCount() && unreached < k + excluded.length;
        at++) {
      if (!reached.has(rest.item(at))) {
        best.add(rest.item(at));
        unreached++;
      }
    }
    int[] items =
        best.stream()
            .filter(item -> Arrays.binarySearch(excluded, item) < 0)
            .sorted(
                (a, b) -> {
                  int byScore = Double.compare(reached.score(b), reached.score(a));
                  return byScore != 0 ? byScore : Integer.compare(rest.place(a), rest.place(b));
                })
            .limit(k)
            .mapToInt(Integer::intValue)
            .toArray();
    return new TopItems(items, Arrays.stream(items).mapToDouble(reached::score).toArray());
  }

  @Override
  public double[] scores(GraphBatch batch) {
    int[] clicks = clicks(batch);
    double[] scores = new double[batch.sessions() * itemCount()];
    for (int b = 0; b < batch.sessions(); b++) {
      ReachedItems reached = score(batch, clicks, b);
      for (int i = 0; i < reached.count(); i++) {
        scores[b * itemCount() + reached.item(i) - 1] = reached.score(reached.item(i));
      }
    }
    return scores;
  }
}
