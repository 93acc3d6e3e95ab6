package io.sbr.models.train;

import java.util.List;

/**
 * Which epochs are best so far. Follows from the history alone, so a checkpoint that holds the
 * history holds this.
 *
 * @param recall epoch of the best Recall@20, ties to the later; −1 without history
 * @param mrr epoch of the best MRR@20, ties to the later; −1 without history
 * @param last epoch so far; −1 without history
 * @param withoutImprovement epochs in which neither was reached again; a total, never reset
 *     (docs/pipeline.md, section 9)
 */
public record BestEpochs(int recall, int mrr, int last, int withoutImprovement) {
  /** The best epochs of a history. */
  public static BestEpochs of(List<EpochRecord> history) {
    int recall = -1;
    int mrr = -1;
    int without = 0;
    double bestRecall = Double.NEGATIVE_INFINITY;
    double bestMrr = Double.NEGATIVE_INFINITY;
    for (EpochRecord record : history) {
      boolean improved = false;
      if (record.metrics().recall(TrainSettings.SELECTION_K) >= bestRecall) {
        bestRecall = record.metrics().recall(TrainSettings.SELECTION_K);
        recall = record.epoch();
        improved = true;
      }
      if (record.metrics().mrr(TrainSettings.SELECTION_K) >= bestMrr) {
        bestMrr = record.metrics().mrr(TrainSettings.SELECTION_K);
        mrr = record.epoch();
        improved = true;
      }
      without += improved ? 0 : 1;
    }
    return new BestEpochs(recall, mrr, history.size() - 1, without);
  }

  /**
   * The epoch whose weights are kept: best MRR on validation, or best Recall on test, or the last
   * where epochs are not compared. With {@code final} it is the number of the last epoch on all of
   * train, too.
   */
  public int selected(TrainSettings settings) {
    if (settings.protocol() == Protocol.PAPER) {
      return recall;
    }
    return settings.choosesEpoch() ? mrr : last;
  }
}
