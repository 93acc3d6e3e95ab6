package io.sbr.models.pipeline;

import io.sbr.data.Dataset;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.models.eval.RankCounts;
import io.sbr.tensor.Ties;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A trained run measured on the test part of any data set; items are matched by their original ids.
 *
 * @param metrics over all examples, unknown targets counted as misses
 * @param lists what was recommended for the examples with a known target; empty where the run, of
 *     an older program, does not say how often items were clicked
 * @param examples number of examples
 * @param unknownTargets examples whose target the run does not know
 * @param droppedClicks clicks on items that the run does not know, left out of the inputs
 * @param skipped examples left out because fewer known clicks than the run's min-prefix precede the
 *     target
 * @param ranks of the known targets, in the order of the examples
 */
public record RunEvaluation(
    Metrics metrics,
    Optional<ListMetrics> lists,
    long examples,
    long unknownTargets,
    long droppedClicks,
    long skipped,
    int[] ranks) {
  /**
   * Measures, equal scores by the rule of the run.
   *
   * @param ks depths of the metrics
   * @throws io.sbr.data.DataException if no example is left, as when no item is known
   */
  public static RunEvaluation of(
      SessionRecommender run, Dataset data, List<Integer> ks, Evaluator.Progress progress) {
    return of(run, data, ks, run.info().settings().ties(), progress);
  }

  /** The same with another rule for equal scores. */
  public static RunEvaluation of(
      SessionRecommender run,
      Dataset data,
      List<Integer> ks,
      Ties ties,
      Evaluator.Progress progress) {
    ForeignExamples foreign =
        ForeignExamples.of(
            data, run.items(), run.info().settings().minPrefix(), run.info().openView());
    Evaluator evaluator = new Evaluator(foreign.examples(), ks, ties);
    Optional<int[]> clicks = run.clicksByItem();
    Evaluation evaluation =
        clicks.isPresent()
            ? evaluator.ranksAndLists(run.recommender(), clicks.get(), progress)
            : new Evaluation(evaluator.ranks(run.recommender(), progress), Optional.empty());
    RankCounts counts = new RankCounts(Collections.max(ks));
    counts.add(evaluation.ranks());
    counts.addMisses(foreign.unknownTargets());
    return new RunEvaluation(
        counts.metrics(ks),
        evaluation.lists(),
        counts.examples(),
        foreign.unknownTargets(),
        foreign.droppedClicks(),
        foreign.skipped(),
        evaluation.ranks());
  }
}
