package io.sbr.models;

import io.sbr.autograd.Var;
import io.sbr.autograd.ops.SoftmaxCrossEntropy;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import java.util.List;

/**
 * A model's result: not a sessions × items matrix, but what can fill any tile of one. Loss, ranks
 * and top-k consume it tile by tile.
 *
 * @param scorer the formula and its numbers
 * @param inputs the values behind {@link Scorer#inputs()}, in the same order, for differentiation
 */
public record Scores(Scorer scorer, List<Var> inputs) {
  /** score[b, i] = sessions[b] · items[i]; sessions {@code [B, d]}, items {@code [N, d]}. */
  public static Scores dot(Var sessions, Var items) {
    return new Scores(new Scorer.Dot(sessions.value(), items.value()), List.of(sessions, items));
  }

  /**
   * Mean softmax cross-entropy, {@code [1]}.
   *
   * @param targets {@code [B]} from 0, as {@link DeviceBatch#targets} holds them
   */
  public Var crossEntropy(Ints targets) {
    return SoftmaxCrossEntropy.of(scorer, inputs, targets);
  }
}
