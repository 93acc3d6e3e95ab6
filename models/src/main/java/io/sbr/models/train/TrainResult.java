package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param stopped whether it was asked to stop and saved; then there is more to train and no test
 * @param history every epoch so far that was measured; empty with {@code final} if there is nothing
 *     to choose
 * @param bestRecallEpoch epoch of the best Recall@20, ties to the later; −1 before the first
 * @param bestMrrEpoch epoch of the best MRR@20, ties to the later; −1 before the first
 * @param selectedEpoch epoch whose weights are kept in {@code model.safetensors}: best MRR on
 *     validation ({@code honest}), best Recall on test ({@code paper}); with {@code final} that of
 *     the best MRR on validation, and so the last of the final epochs; where epochs are not chosen
 *     ({@link TrainSettings#choosesEpoch}) the last; −1 before the first
 * @param test figures to report. {@code honest}: the selected epoch's, measured once. {@code
 *     paper}: the best epoch's Recall and NDCG, and the MRR of the epoch of best MRR, as published
 *     figures are. {@code final}: the last final epoch's, measured once. Null if stopped or if
 *     there are no test examples
 * @param testLists what was recommended for the test part by the model that is kept; null as {@code
 *     test} is, and where only older programs have measured
 * @param testApart of a network blended with neighbours what each of the two comes to by itself on
 *     the same examples, by name; null of other models, and where {@code test} is
 * @param finalEpochs with {@code final} every epoch on all of train so far; empty before, and with
 *     the others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainResult(
    boolean stopped,
    List<EpochRecord> history,
    int bestRecallEpoch,
    int bestMrrEpoch,
    int selectedEpoch,
    Metrics test,
    ListMetrics testLists,
    Map<String, Metrics> testApart,
    List<FinalEpoch> finalEpochs) {
  /**
   * Of the epochs of a run.
   *
   * @param test figures to report; null if there are none
   */
  static TrainResult of(
      TrainSettings settings,
      boolean stopped,
      List<EpochRecord> history,
      List<FinalEpoch> finalEpochs,
      Figures test) {
    BestEpochs best = BestEpochs.of(history);
    return new TrainResult(
        stopped,
        List.copyOf(history),
        best.recall(),
        best.mrr(),
        history.isEmpty() ? finalEpochs.size() - 1 : best.selected(settings),
        test == null ? null : test.metrics(),
        test == null ? null : test.lists(),
        test == null || test.apart().isEmpty() ? null : test.apart(),
        List.copyOf(finalEpochs));
  }

  /**
   * Figures on the test part.
   *
   * @param metrics of the ranks
   * @param lists what was recommended; null where it was not looked at
   * @param apart what the parts of a blend come to, by name
   */
  record Figures(Metrics metrics, ListMetrics lists, Map<String, Metrics> apart) {
    /** Those of one evaluation. */
    static Figures of(Evaluation evaluation, List<Integer> ks) {
      return of(evaluation, ks, Map.of());
    }

    /** The same with those of the parts of a blend. */
    static Figures of(Evaluation evaluation, List<Integer> ks, Map<String, Metrics> apart) {
      return new Figures(evaluation.metrics(ks), evaluation.lists().orElse(null), apart);
    }
  }
}
