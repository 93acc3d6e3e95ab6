package io.sbr.models.sequence;

import io.sbr.autograd.Var;
import io.sbr.data.batch.parts.TargetRows;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Scores;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;

/**
 * The softmax of RecBole's models: the padding row of the item table is one of its candidates in
 * training, so that it learns to be none of the answers; answers and ranks leave it out.
 */
final class PaddingRow {
  /** The targets as rows of the table. */
  static final TargetRows TARGETS = new TargetRows();

  private PaddingRow() {}

  /**
   * Mean cross-entropy, each session by its weight, {@code [1]}.
   *
   * @param scores over the whole table, its padding row first
   */
  static Var loss(DeviceBatch batch, Scores scores) {
    return loss(batch, scores, batch.ints(TARGETS), batch.weights());
  }

  /**
   * The same over rows of another number than sessions.
   *
   * @param targets of each row of the scores
   * @param weights how much each counts; not read where all count alike
   */
  static Var loss(DeviceBatch batch, Scores scores, Ints targets, Tensor weights) {
    return batch.alike() ? scores.crossEntropy(targets) : scores.crossEntropy(targets, weights);
  }
}
