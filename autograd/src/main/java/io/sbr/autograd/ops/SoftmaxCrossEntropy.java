package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * loss = −Σ_b weight_b · log softmax(scores[b])[target_b] over the whole catalogue; the weights are
 * 1/B unless others are given. Scores are never handed around: the backend streams them in tiles
 * and leaves the item table's gradient in the form that is cheapest for it (docs/costs.md, section
 * 3). The gradients are computed with the forward pass, for an upstream gradient of one. The
 * backward pass multiplies them by the loss's weight ({@link io.sbr.autograd.Loss}), any other
 * upstream gradient is refused. With a weight that is not 1 a backend's own form of the item
 * table's gradient is written out.
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
    int sessions = Math.max(1, scorer.sessionCount());
    return of(scorer, inputs, targets, inputs.get(0).arena().filled(1.0 / sessions, sessions));
  }

  /**
   * The weighted loss, {@code [1]}.
   *
   * @param scorer how sessions and items are scored
   * @param inputs the values behind {@link Scorer#inputs()}, in the same order
   * @param targets {@code [B]} item that follows each session, counted from 0
   * @param weights of size B, how much each session counts
   */
  public static Var of(Scorer scorer, List<Var> inputs, Ints targets, Tensor weights) {
    boolean withGradient = inputs.stream().anyMatch(Var::needsGradient);
    Var first = inputs.get(0);
    SoftmaxLoss result =
        first.backend().softmaxCrossEntropy(scorer, targets, weights, withGradient, first.arena());
    return new SoftmaxCrossEntropy(inputs, result.gradients()).output(result.loss());
  }

  @Override
  protected void backward(Var loss) {
    double weight = loss.gradientNumber();
    for (int i = 0; i < inputs().size(); i++) {
      Var input = inputs().get(i);
      if (input.needsGradient()) {
        GradientTerm gradient = gradients.get(i);
        input.accumulateGradient(weight == 1 ? gradient : scaled(gradient, weight, input));
      }
    }
  }

  /** weight · gradient, in the same form if that is known here. */
  private static GradientTerm scaled(GradientTerm gradient, double weight, Var input) {
    if (gradient instanceof GradientTerm.Dense dense) {
      return new GradientTerm.Dense(scaled(dense.values(), weight, input), dense.firstRow());
    }
    if (gradient instanceof GradientTerm.Rows rows) {
      return new GradientTerm.Rows(
          rows.index(), scaled(rows.values(), weight, input), rows.firstRow());
    }
    if (gradient instanceof GradientTerm.Product product) {
      return new GradientTerm.Product(
          product.left(), scaled(product.right(), weight, input), product.firstRow());
    }
    Tensor all = input.arena().tensor(input.value().shape());
    input.backend().toDense(List.of(gradient), all);
    input.backend().scale(all, weight, all);
    return new GradientTerm.Dense(all, 0);
  }

  private static Tensor scaled(Tensor values, double weight, Var input) {
    Tensor scaled = input.arena().tensor(values.shape());
    input.backend().scale(values, weight, scaled);
    return scaled;
  }
}
