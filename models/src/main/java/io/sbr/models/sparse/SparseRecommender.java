package io.sbr.models.sparse;

import io.sbr.data.ItemSet;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.Recommender;
import io.sbr.tensor.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Ranks by the scores of the few items that a method reaches. All others have score 0 and follow in
 * the order of {@link Rest}, ahead of items that the method scores below 0; unless {@link Fill}
 * leaves them out.
 */
public final class SparseRecommender implements Recommender {
  /** Scores the items for one session; asked by one thread at a time. */
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

  private static final int[] NOTHING = {};

  /** Of less than one item in so many, the items are gone through and not the rest's order. */
  private static final int FEW = 32;

  /** A few for each processor, so that none is left alone with the slowest. */
  private static final int PARTS = 4 * Runtime.getRuntime().availableProcessors();

  private final String name;
  private final Rest rest;
  private final boolean filled;
  private final ScorerPool scorers;

  /**
   * A recommender.
   *
   * @param scorers makes as many as calls run at once
   */
  public SparseRecommender(String name, Rest rest, Fill fill, Supplier<Scorer> scorers) {
    this.name = name;
    this.rest = rest;
    filled = fill == Fill.POP;
    this.scorers = new ScorerPool(scorers);
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
    int[] ranks = new int[targets.length];
    int[] clicks = clicks(batch);
    int[][] own = ofEachSession(sessions, batch.sessions());
    inParts(
        own.length,
        (scorer, from, to) -> {
          for (int b = from; b < to; b++) {
            if (own[b].length > 0) {
              rankAll(score(scorer, batch, clicks, b), ties, targets, own[b], ranks);
            }
          }
        });
    return ranks;
  }

  @Override
  public Ranking ranksAndTopK(GraphBatch batch, Ties ties, int[] sessions, int[] targets, int k) {
    int[] ranks = new int[targets.length];
    int[] clicks = clicks(batch);
    int[][] own = ofEachSession(sessions, batch.sessions());
    TopItems[] all = new TopItems[own.length];
    inParts(
        own.length,
        (scorer, from, to) -> {
          for (int b = from; b < to; b++) {
            ReachedItems reached = score(scorer, batch, clicks, b);
            rankAll(reached, ties, targets, own[b], ranks);
            all[b] = best(reached, k, NOTHING, null);
          }
        });
    return new Ranking(ranks, Arrays.asList(all));
  }

  /** Which targets, from 0, each session has, ascending. */
  public static int[][] ofEachSession(int[] sessions, int count) {
    int[][] own = new int[count][];
    int[] found = new int[count];
    Arrays.stream(sessions).forEach(session -> found[session]++);
    Arrays.setAll(own, b -> new int[found[b]]);
    for (int t = sessions.length - 1; t >= 0; t--) {
      own[sessions[t]][--found[sessions[t]]] = t;
    }
    return own;
  }

  private void rankAll(ReachedItems reached, Ties ties, int[] targets, int[] own, int[] ranks) {
    for (int t : own) {
      ranks[t] = rank(reached, ties, targets[t]);
    }
  }

  /** Questions {@code [from, to)}, answered one after another. */
  @FunctionalInterface
  private interface Part {
    void answer(Scorer scorer, int from, int to);
  }

  /** Answers questions on all processors; the answer to each depends on nothing else. */
  private void inParts(int questions, Part part) {
    int parts = Math.min(questions, PARTS);
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            p -> {
              Scorer scorer = scorers.take();
              part.answer(
                  scorer,
                  (int) ((long) questions * p / parts),
                  (int) ((long) questions * (p + 1) / parts));
              scorers.giveBack(scorer);
            });
  }

  /** {@code [c]} item of each click of the batch. */
  public static int[] clicks(GraphBatch batch) {
    return Arrays.stream(batch.clickNode()).map(node -> batch.nodeItems()[node]).toArray();
  }

  private static ReachedItems score(Scorer scorer, GraphBatch batch, int[] clicks, int session) {
    return scorer.score(clicks, batch.clickOffsets()[session], batch.clickOffsets()[session + 1]);
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
  public List<TopItems> topK(GraphBatch batch, int k, int[][] excluded, ItemSet[] allowed) {
    int[] clicks = clicks(batch);
    TopItems[] all = new TopItems[batch.sessions()];
    inParts(
        all.length,
        (scorer, from, to) -> {
          for (int b = from; b < to; b++) {
            int[] without = excluded == null ? NOTHING : excluded[b];
            ItemSet among = allowed == null ? null : allowed[b];
            all[b] = best(score(scorer, batch, clicks, b), k, without, among);
          }
        });
    return Arrays.asList(all);
  }

  /**
   * The best items for one session; nothing is allocated but the answer.
   *
   * @param clicks item numbers, oldest first, in {@code [from, to)}
   * @param k most items wanted, at least 1
   * @param excluded items that must not be returned, ascending and distinct
   */
  public TopItems topK(int[] clicks, int from, int to, int k, int[] excluded) {
    Scorer scorer = scorers.take();
    TopItems best = best(scorer.score(clicks, from, to), k, excluded, null);
    scorers.giveBack(scorer);
    return best;
  }

  /**
   * What the method reaches for one session.
   *
   * @param clicks item numbers, oldest first, in {@code [from, to)}
   * @param look gets it for the time of the call
   */
  public <T> T reached(int[] clicks, int from, int to, Function<ReachedItems, T> look) {
    Scorer scorer = scorers.take();
    T seen = look.apply(scorer.score(clicks, from, to));
    scorers.giveBack(scorer);
    return seen;
  }

  /** The k best of an answer; {@code allowed} may be null for all items. */
  private TopItems best(ReachedItems reached, int k, int[] excluded, ItemSet allowed) {
    BestItems best = new BestItems(Math.min(k, rest.itemCount()), rest);
    for (int i = 0; i < reached.count(); i++) {
      int item = reached.item(i);
      double score = reached.score(item);
      if (best.accepts(item, score) && isWanted(item, excluded, allowed)) {
        best.add(item, score);
      }
    }
    if (filled && allowed != null && allowed.size() < rest.itemCount() / FEW) {
      // The most popular of few would be long in coming in the order of the rest.
      allowed.numbers().forEach(item -> fill(best, reached, item, excluded, allowed));
    } else if (filled) {
      for (int at = 0; at < rest.itemCount() && best.accepts(rest.item(at), 0); at++) {
        fill(best, reached, rest.item(at), excluded, allowed);
      }
    }
    return best.sorted();
  }

  private void fill(
      BestItems best, ReachedItems reached, int item, int[] excluded, ItemSet allowed) {
    if (!reached.has(item) && best.accepts(item, 0) && isWanted(item, excluded, allowed)) {
      best.add(item, 0);
    }
  }

  private static boolean isWanted(int item, int[] excluded, ItemSet allowed) {
    return (allowed == null || allowed.has(item)) && Arrays.binarySearch(excluded, item) < 0;
  }

  @Override
  public double[] scores(GraphBatch batch) {
    int[] clicks = clicks(batch);
    double[] scores = new double[batch.sessions() * itemCount()];
    inParts(
        batch.sessions(),
        (scorer, from, to) -> {
          for (int b = from; b < to; b++) {
            ReachedItems reached = score(scorer, batch, clicks, b);
            for (int i = 0; i < reached.count(); i++) {
              scores[b * itemCount() + reached.item(i) - 1] = reached.score(reached.item(i));
            }
          }
        });
    return scores;
  }
}
