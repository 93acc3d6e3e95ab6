package io.sbr.models.eval;

import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
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

  /**
   * The rank of each target among all items, 1 = best: 1 + #{better items} + #{equal items of a
   * lower number} (docs/pipeline.md, section 10). Clicked items are not excluded.
   *
   * @param batch its own targets are not read
   * @param sessions {@code [T]} session of each target, from 0
   * @param targets {@code [T]} items, from 1
   * @return {@code [T]}
   * @throws ArithmeticException if a score is NaN
   */
  int[] ranks(GraphBatch batch, int[] sessions, int[] targets);

  /** The rank of each session's own target in the batch: every one must be an item. */
  default int[] ranks(GraphBatch batch) {
    return ranks(batch, IntStream.range(0, batch.sessions()).toArray(), batch.targets());
  }

  /**
   * The best items of each session, best first, equal scores by ascending number.
   *
   * @param k most items wanted for each session, at least 1
   * @param excluded for each session the items that must not be returned, ascending and distinct;
   *     or null to exclude nothing
   * @return one ranking for each session, of fewer than k items where fewer are left
   * @throws ArithmeticException if a score is NaN
   */
  List<TopItems> topK(GraphBatch batch, int k, int[][] excluded);

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
  record TopItems(int[] items, double[] scores) {}
}
