package io.sbr.models.eval;

import io.sbr.data.Examples;
import java.util.List;

/** Ranks the target of every example over the full catalogue, in batches built ahead. */
public final class Evaluator {
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
   * @throws java.util.concurrent.CancellationException if {@code progress} ended it
   * @throws ArithmeticException if a score is NaN
   */
  public RankCounts count(Recommender recommender, Progress progress) {
    throw new UnsupportedOperationException();
  }
}
