package io.sbr.models.eval;

import io.sbr.data.ItemSet;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import io.sbr.tensor.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Whatever ranks the whole catalogue for a session: a trained network or a table of counts, behind
 * one interface so that both are measured by the same ruler. Implementations are thread-safe.
 */
public interface Recommender {
  /** Short name for tables, for example {@code srgnn} or {@code markov}. */
  String name();

  /** Number of candidate items, N; they are numbered from 1. */
  int itemCount();

  /** What batches for this recommender must hold; nodes alone unless it says otherwise. */
  default BatchSpec needs() {
    return BatchSpec.of(NodeOrder.ITEM_ID);
  }

  /** Most sessions that a batch should have, for the memory that it takes. */
  default int mostSessions() {
    return Integer.MAX_VALUE;
  }

  /**
   * The rank of each target among all items, 1 = best: 1 + #{better items} + #{equal items that
   * come sooner in the recommender's own order}, which is that of numbers for models with weights
   * and of popularity, then numbers, for others; or with {@link Ties#CONSERVATIVE} 1 + #{better or
   * equal other items} (docs/pipeline.md, section 10). Clicked items are not excluded.
   *
   * @param batch its own targets are not read
   * @param ties how a target stands among items of its score
   * @param sessions {@code [T]} session of each target, from 0
   * @param targets {@code [T]} items, from 1
   * @return {@code [T]}
   * @throws ArithmeticException if a score is NaN
   */
  int[] ranks(GraphBatch batch, Ties ties, int[] sessions, int[] targets);

  /** The same, equal scores in the recommender's own order. */
  default int[] ranks(GraphBatch batch, int[] sessions, int[] targets) {
    return ranks(batch, Ties.ORDERED, sessions, targets);
  }

  /** The rank of each session's own target in the batch: every one must be an item. */
  default int[] ranks(GraphBatch batch) {
    return ranks(batch, IntStream.range(0, batch.sessions()).toArray(), batch.targets());
  }

  /**
   * {@link #ranks} and {@link #topK} without exclusions, with the bits of both. A recommender that
   * can makes the scores once for the two.
   *
   * @param k most items wanted for each session, at least 1
   * @throws ArithmeticException if a score is NaN
   */
  default Ranking ranksAndTopK(GraphBatch batch, Ties ties, int[] sessions, int[] targets, int k) {
    return new Ranking(ranks(batch, ties, sessions, targets), topK(batch, k, null));
  }

  /**
   * The best items of each session, best first, equal scores by ascending number.
   *
   * @param k most items wanted for each session, at least 1
   * @param excluded for each session the items that must not be returned, ascending and distinct;
   *     or null to exclude nothing
   * @param allowed for each session the only items that may be returned, or null for all; or null
   *     if no session has such a set
   * @return one ranking for each session, of fewer than k items where fewer are left
   * @throws ArithmeticException if a score is NaN
   */
  List<TopItems> topK(GraphBatch batch, int k, int[][] excluded, ItemSet[] allowed);

  /** The same where all items are allowed that are not excluded. */
  default List<TopItems> topK(GraphBatch batch, int k, int[][] excluded) {
    return topK(batch, k, excluded, null);
  }

  /**
   * The scores of the whole catalogue for each session, {@code [B·N]}, item 1 first: for small
   * batches only.
   */
  double[] scores(GraphBatch batch);

  /**
   * Makes many calls between which nothing is trained, so that it pays to prepare for them.
   *
   * @param calls get a recommender with the same answers, which is of no use afterwards
   */
  default <T> T frozen(Function<Recommender, T> calls) {
    return calls.apply(this);
  }

  /**
   * A session's best items.
   *
   * @param items numbers from 1, best first
   * @param scores of those items; comparable within one recommender only
   */
  record TopItems(int[] items, double[] scores) {
    /** The best k of them; all if there are no more. */
    public TopItems first(int k) {
      return k >= items.length
          ? this
          : new TopItems(Arrays.copyOf(items, k), Arrays.copyOf(scores, k));
    }
  }

  /**
   * What an evaluation sees of a batch.
   *
   * @param ranks {@code [T]} of the targets
   * @param top {@code [B]} the best items of each session
   */
  record Ranking(int[] ranks, List<TopItems> top) {}
}
