package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.eval.ListMetrics;
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
 *     validation ({@code honest}), best Recall on test ({@code paper}); −1 before the first
 * @param test figures to report. {@code honest}: the selected epoch's, measured once. {@code
 *     paper}: the best epoch's Recall and NDCG, and the MRR of the epoch of best MRR, as published
 *     figures are. Null if stopped or if there are no test examples
 * @param testLists what was recommended for the test part by the selected epoch, whose weights are
 *     kept; null as {@code test} is, and where only older programs have measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainResult(
    boolean stopped,
    List<EpochRecord> history,
    int bestRecallEpoch,
    int bestMrrEpoch,
    int selectedEpoch,
    Metrics test,
    ListMetrics testLists) {}
