package io.sbr.models.pipeline;

import io.sbr.data.Dataset;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Metrics;
import io.sbr.models.eval.RankCounts;
import java.util.Collections;
import java.util.List;

/**
 * A trained run measured on the test part of any data set; items are matched by their original ids.
 *
 * @param metrics over all examples, unknown targets counted as misses
 * @param examples number of examples
 * @param unknownTargets examples whose target the run does not know
 * @param droppedClicks clicks on items that the run does not know, left out of the inputs
 * @param skipped examples left out because fewer known clicks than the run's min-prefix precede the
 *     target
 * @param ranks of the known targets, in the order of the examples
 */
public record RunEvaluation(
    Metrics metrics,
    long examples,
    long unknownTargets,
    long droppedClicks,
    long skipped,
    int[] ranks) {
  /**
   * Measures.
   *
   * @param ks depths of the metrics
   * @throws io.sbr.data.DataException if no example is left, as when no item is known
   */
  public static RunEvaluation of(
      SessionRecommender run, Dataset data, List<Integer> ks, Evaluator.Progress progress) {
    ForeignExamples foreign =
        ForeignExamples.of(
            data, run.items(), run.info().settings().minPrefix(), run.info().openView());
    int[] ranks = new Evaluator(foreign.examples(), ks).ranks(run.recommender(), progress);
    RankCounts counts = new RankCounts(Collections.max(ks));
    counts.add(ranks);
    counts.addMisses(foreign.unknownTargets());
    return new RunEvaluation(
        counts.metrics(ks),
        counts.examples(),
        foreign.unknownTargets(),
        foreign.droppedClicks(),
        foreign.skipped(),
        ranks);
  }
}
