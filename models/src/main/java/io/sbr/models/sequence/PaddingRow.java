package io.sbr.models.sequence;

import io.sbr.autograd.Var;
import io.sbr.data.batch.parts.TargetRows;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Scores;

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
    return batch.alike()
        ? scores.crossEntropy(batch.ints(TARGETS))
        : scores.crossEntropy(batch.ints(TARGETS), batch.weights());
  }
}
