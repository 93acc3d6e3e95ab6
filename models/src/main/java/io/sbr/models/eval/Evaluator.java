package io.sbr.models.eval;

import io.sbr.data.Examples;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchLoader;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.batch.DistinctInputs;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.Ties;
import java.util.List;
import java.util.Optional;
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
  private final Ties ties;

  /** Sees how far an evaluation is; returning false ends it. */
  @FunctionalInterface
  public interface Progress {
    /** Called after each batch with the number of examples ranked so far and in all. */
    boolean proceed(int done, int total);
  }

  /**
   * An evaluation of these examples, equal scores in the order of {@link Recommender#ranks}.
   *
   * @param ks depths of the metrics, each at least 1
   */
  public Evaluator(Examples examples, List<Integer> ks) {
    this(examples, ks, Ties.ORDERED);
  }

  /** The same with a rule for equal scores. */
  public Evaluator(Examples examples, List<Integer> ks, Ties ties) {
    this.examples = examples;
    this.ks = List.copyOf(ks);
    this.ties = ties;
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
    return recommender.frozen(steady -> pass(steady, Optional.empty(), progress));
  }

  /**
   * The same, and in the same pass what was recommended: an input that several examples share
   * counts for each of them.
   *
   * @param clicks {@code [N + 1]} clicks on each item in train, by its number
   */
  public Evaluation ranksAndLists(Recommender recommender, int[] clicks, Progress progress) {
    ListCounts lists = new ListCounts(clicks, ks);
    int[] ranks = recommender.frozen(steady -> pass(steady, Optional.of(lists), progress));
    return new Evaluation(ranks, Optional.of(lists.metrics()));
  }

  private int[] pass(Recommender recommender, Optional<ListCounts> lists, Progress progress) {
    int[] ranks = new int[examples.count()];
    each(
        examples,
        recommender,
        recommender.mostSessions(),
        (batch, targets) -> {
          int[] some = rank(recommender, batch, targets, lists);
          for (int t = 0; t < some.length; t++) {
            ranks[targets.examples()[t]] = some[t];
          }
        },
        progress);
    return ranks;
  }

  /** Sees inputs, and the targets of each. */
  @FunctionalInterface
  public interface BatchReader {
    /** Reads a batch. */
    void read(GraphBatch batch, DistinctInputs.Targets targets);
  }

  /**
   * Goes over examples in batches built ahead, equal inputs once.
   *
   * @param recommender the batches are for
   * @param most sessions of a batch
   * @throws CancellationException if {@code progress} ended it
   */
  public static void each(
      Examples examples, Recommender recommender, int most, BatchReader reader, Progress progress) {
    int done = 0;
    int input = 0;
    DistinctInputs inputs = new DistinctInputs(examples, recommender.needs());
    BatchPlan plan = BatchPlan.inOrder(inputs.representatives(), Math.min(BATCH, most));
    BatchBuilder builder =
        new BatchBuilder(recommender.itemCount(), recommender.needs(), examples.longestInput());
    try (BatchLoader batches = new BatchLoader(builder, examples, plan, 0, 0)) {
      for (GraphBatch batch = batches.next(); batch != null; batch = batches.next()) {
        DistinctInputs.Targets targets = inputs.targets(input, input + batch.sessions());
        reader.read(batch, targets);
        input += batch.sessions();
        done += targets.items().length;
        if (!progress.proceed(done, examples.count())) {
          throw new CancellationException("evaluation was stopped");
        }
      }
    }
  }

  private int[] rank(
      Recommender recommender,
      GraphBatch batch,
      DistinctInputs.Targets targets,
      Optional<ListCounts> lists) {
    int k = lists.map(ListCounts::deepest).orElse(0);
    if (k == 0) {
      return recommender.ranks(batch, ties, targets.sessions(), targets.items());
    }
    Recommender.Ranking ranking =
        recommender.ranksAndTopK(batch, ties, targets.sessions(), targets.items(), k);
    int[] occurrences = new int[batch.sessions()];
    for (int session : targets.sessions()) {
      occurrences[session]++;
    }
    for (int b = 0; b < occurrences.length; b++) {
      lists.get().add(ranking.top().get(b).items(), occurrences[b]);
    }
    return ranking.ranks();
  }
}
