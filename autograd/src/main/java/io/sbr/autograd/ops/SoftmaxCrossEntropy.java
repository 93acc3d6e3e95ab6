package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import java.util.List;

/**
 * loss = −1/B Σ_b log softmax(scores[b])[target_b] over the whole catalogue, the end of every
 * training tape. Scores are never handed around: the backend streams them in tiles and leaves the
 * item table's gradient in the form that is cheapest for it (docs/costs.md, section 3). The
 * gradients are computed with the forward pass, for an upstream gradient of one; any other is
 * refused.
 */
public final class SoftmaxCrossEntropy extends Operation {
  private final List<GradientTerm> gradients;

  private SoftmaxCrossEntropy(List<Var> inputs, List<GradientTerm> gradients) {
    super("softmax cross-entropy", inputs);
    this.gradients = gradients;
  }

  /**
   * The mean loss, {@code [1]}.
   *
   * @param scorer how sessions and items are scored
   * @param inputs the values behind {@link Scorer#inputs()}, in the same order
   * @param targets {@code [B]} item that follows each session, counted from 0
   */
  public static Var of(Scorer scorer, List<Var> inputs, Ints targets) {
    boolean withGradient = inputs.stream().anyMatch(Var::needsGradient);
    Var first = inputs.get(0);
    SoftmaxLoss result =
        first.backend().softmaxCrossEntropy(scorer, targets, withGradient, first.arena());
    return new SoftmaxCrossEntropy(inputs, result.gradients()).output(result.loss());
  }

  @Override
  protected boolean endsTape() {
    return true;
  }

  @Override
  protected void backward(Var loss) {
    for (int i = 0; i < inputs().size(); i++) {
      inputs().get(i).accumulateGradient(gradients.get(i));
    }
  }
}
