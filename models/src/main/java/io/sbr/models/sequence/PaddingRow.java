package io.sbr.models.sequence;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.data.batch.parts.TargetRows;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Scores;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;

/**
 * The padding row of the item table, as in RecBole: one of the softmax's candidates in training, so
 * that it learns to be none of the answers, which leave it out; where it is looked up it learns
 * nothing.
 */
final class PaddingRow {
  /** The targets as rows of the table. */
  static final TargetRows TARGETS = new TargetRows();

  private PaddingRow() {}

  /**
   * Rows looked up in the table, padding's among them, through which nothing is learned.
   *
   * @param rows {@code [n, d]}
   * @param real 1 for a row that is not padding, else 0, {@code [n, 1]}
   * @param padding 1 for one that is
   */
  static Var untaught(Var rows, Tensor real, Tensor padding) {
    Tape tape = rows.tape();
    Tensor fixed = rows.arena().tensor(rows.value().shape());
    rows.backend().scaleRows(rows.value(), padding, fixed);
    return Add.of(ScaleRows.of(rows, tape.constant(real, "real")), tape.constant(fixed, "padding"));
  }

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
