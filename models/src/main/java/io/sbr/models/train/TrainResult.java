package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.eval.Metrics;
import java.util.List;

/**
 * How a run ended.
 *
 * @param stopped whether it was asked to stop and saved; then there is more to train and no test
 * @param history every epoch so far
 * @param bestRecallEpoch epoch of the best Recall@20, ties to the later; −1 before the first
 * @param bestMrrEpoch epoch of the best MRR@20, ties to the later; −1 before the first
 * @param selectedEpoch epoch whose weights are kept in {@code model.safetensors}: best MRR on
 *     validation ({@code honest}), best Recall on test ({@code paper}); with {@code final} that of
 *     the best MRR on validation, and so the last of the final epochs; −1 before the first
 * @param test figures to report. {@code honest}: the selected epoch's, measured once. {@code
 *     paper}: the best epoch's Recall and NDCG, and the MRR of the epoch of best MRR, as published
 *     figures are. {@code final}: the last final epoch's, measured once. Null if stopped or if
 *     there are no test examples
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
    List<FinalEpoch> finalEpochs) {
  /** Without final epochs. */
  public TrainResult(
      boolean stopped,
      List<EpochRecord> history,
      int bestRecallEpoch,
      int bestMrrEpoch,
      int selectedEpoch,
      Metrics test) {
    this(stopped, history, bestRecallEpoch, bestMrrEpoch, selectedEpoch, test, List.of());
  }

  /** Of the epochs of a run. */
  static TrainResult of(
      Protocol protocol,
      boolean stopped,
      List<EpochRecord> history,
      List<FinalEpoch> finalEpochs,
      Metrics test) {
    BestEpochs best = BestEpochs.of(history);
    return new TrainResult(
        stopped,
        List.copyOf(history),
        best.recall(),
        best.mrr(),
        best.selected(protocol),
        test,
        List.copyOf(finalEpochs));
  }
}
