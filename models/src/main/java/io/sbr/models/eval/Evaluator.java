package io.sbr.models.eval;

import io.sbr.data.Examples;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchLoader;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.batch.DistinctInputs;
import io.sbr.data.batch.GraphBatch;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Ranks the target of every example over the full catalogue, in batches built ahead. Equal inputs
 * are scored once, which changes no rank where scores do not depend on a batch's other sessions.
 */
public final class Evaluator {
  /** Inputs: large enough to fill tiles of scores, small enough to report progress. */
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

  /** The metrics of a recommender over all examples. */
  public Metrics evaluate(Recommender recommender) {
    return Metrics.of(ranks(recommender, (done, total) -> true), ks);
  }

  /**
   * The ranks behind the metrics, in the order of the examples.
   *
   * @throws CancellationException if {@code progress} ended it
   * @throws ArithmeticException if a score is NaN
   */
  public int[] ranks(Recommender recommender, Progress progress) {
    return recommender.frozen(steady -> ranksSteadily(steady, progress));
  }

  private int[] ranksSteadily(Recommender recommender, Progress progress) {
    int[] ranks = new int[examples.count()];
    int done = 0;
    int input = 0;
    DistinctInputs inputs = new DistinctInputs(examples, recommender.needs());
    BatchPlan plan = BatchPlan.inOrder(inputs.representatives(), BATCH);
    BatchBuilder builder =
        new BatchBuilder(recommender.itemCount(), recommender.needs(), examples.longestInput());
    try (BatchLoader batches = new BatchLoader(builder, examples, plan, 0, 0)) {
      for (GraphBatch batch = batches.next(); batch != null; batch = batches.next()) {
        DistinctInputs.Targets targets = inputs.targets(input, input + batch.sessions());
        int[] some = recommender.ranks(batch, targets.sessions(), targets.items());
        for (int t = 0; t < some.length; t++) {
          ranks[targets.examples()[t]] = some[t];
        }
        input += batch.sessions();
        done += some.length;
        if (!progress.proceed(done, ranks.length)) {
          throw new CancellationException("evaluation was stopped");
        }
      }
    }
    return ranks;
  }
}
