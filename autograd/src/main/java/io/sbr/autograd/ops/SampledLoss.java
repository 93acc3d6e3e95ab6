package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.SampledKernels.BprMax;
import io.sbr.tensor.Tensor;

/**
 * A loss over candidates that the rows of a batch share, the target of row b in column b: the sum
 * of the rows' losses ({@link io.sbr.tensor.SampledKernels}), {@code [1]}. The gradient is computed
 * with the forward pass; the backward pass multiplies it by the loss's weight ({@link
 * io.sbr.autograd.Loss}), any other upstream gradient is refused.
 */
public final class SampledLoss extends Operation {
  private final Var scores;
  private final Tensor gradient;

  private SampledLoss(String name, Var scores, Tensor gradient) {
    super(name, scores);
    this.scores = scores;
    this.gradient = gradient;
  }

  /** The kernel of a loss. */
  private interface Kernel {
    void compute(Tensor losses, Tensor gradient);
  }

  /**
   * Softmax cross-entropy.
   *
   * @param scores {@code [B, C]}
   * @param weights of size B, how much each row counts
   */
  public static Var softmax(Var scores, Tensor weights) {
    return of(
        "sampled softmax",
        scores,
        (losses, gradient) ->
            scores.backend().sampledSoftmax(scores.value(), weights, losses, gradient));
  }

  /**
   * BPR-max.
   *
   * @param scores {@code [B, C]}
   * @param weights of size B, how much each row counts
   */
  public static Var bprMax(Var scores, Tensor weights, BprMax form) {
    return of(
        "bpr-max",
        scores,
        (losses, gradient) ->
            scores.backend().bprMax(scores.value(), weights, form, losses, gradient));
  }

  private static Var of(String name, Var scores, Kernel kernel) {
    Tensor losses = scores.arena().tensor(scores.rows(), 1);
    Tensor gradient = scores.arena().tensor(scores.value().shape());
    kernel.compute(losses, gradient);
    Tensor loss = scores.arena().tensor(1);
    scores.backend().sumRows(losses, loss, false);
    return new SampledLoss(name, scores, gradient).output(loss);
  }

  @Override
  protected void backward(Var loss) {
    double weight = loss.gradientNumber();
    if (weight != 1) {
      scores.backend().scale(gradient, weight, gradient); // called once, and nobody else has it
    }
    scores.accumulateGradient(gradient);
  }
}
