package io.sbr.models.eval;

import io.sbr.data.BatchBuilder;
import io.sbr.data.BatchLoader;
import io.sbr.data.BatchPlan;
import io.sbr.data.Examples;
import io.sbr.data.GraphBatch;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Ranks the target of every example over the full catalogue, in batches built ahead. */
public final class Evaluator {
  /** Large enough to fill tiles of scores, small enough to report progress. */
  private static final int BATCH = 512;

  private final Examples examples;
  private final List<Integer> ks;

  /** Sees how far an evaluation is; returning false ends it. */
  @FunctionalInterface
  public interface Progress {
    /** Called after each batch with the number of examples ranked so far and in all. */
    boolean proceed(int done, int total);
  }

  /**
   * An evaluation of these examples.
   *
   * @param ks depths of the metrics, each at least 1
   */
  public Evaluator(Examples examples, List<Integer> ks) {
    this.examples = examples;
    this.ks = List.copyOf(ks);
  }

  /** Number of examples. */
  public int count() {
    return examples.count();
  }

  /** The metrics of a recommender over all examples. */
  public Metrics evaluate(Recommender recommender) {
    return count(recommender, (done, total) -> true).metrics(ks);
  }

  /**
   * The counts behind the metrics.
   *
   * @throws CancellationException if {@code progress} ended it
   * @throws ArithmeticException if a score is NaN
   */
  public RankCounts count(Recommender recommender, Progress progress) {
    return recommender.atRest(steady -> countSteadily(steady, progress));
  }

  private RankCounts countSteadily(Recommender recommender, Progress progress) {
    RankCounts counts = new RankCounts(Collections.max(ks));
    BatchPlan plan = BatchPlan.inOrder(examples.count(), BATCH);
    BatchBuilder builder =
        new BatchBuilder(recommender.itemCount(), recommender.needs(), examples.longestInput());
    try (BatchLoader batches = new BatchLoader(builder, examples, plan, 0, 0)) {
      for (GraphBatch batch = batches.next(); batch != null; batch = batches.next()) {
        counts.add(recommender.ranks(batch));
        if (!progress.proceed((int) counts.examples(), examples.count())) {
          throw new CancellationException("evaluation was stopped");
        }
      }
    }
    return counts;
  }
}
