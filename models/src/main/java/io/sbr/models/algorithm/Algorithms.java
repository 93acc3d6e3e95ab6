package io.sbr.models.algorithm;

import io.sbr.models.counting.CountingKind;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.rules.RuleKind;
import io.sbr.models.rules.RuleModel;
import io.sbr.models.settings.ModelKind;

/** The algorithm behind each kind of model. */
public final class Algorithms {
  private Algorithms() {}

  /** The algorithm of a kind. */
  public static Algorithm of(ModelKind kind) {
    if (kind instanceof NeuralKind neural) {
      return new NeuralAlgorithm(neural);
    }
    if (kind instanceof CountingKind counting) {
      return new CountingAlgorithm(counting);
    }
    if (kind instanceof RuleKind rules) {
      return rules(rules, RuleModel::learn);
    }
    if (kind instanceof NeighbourKind neighbours) {
      return neighbours(neighbours, NeighbourModel::learn);
    }
    throw new IllegalArgumentException(kind.name() + " is of a kind that nothing learns");
  }

  /** The algorithm of rules that are learned in a way of their own. */
  public static Algorithm rules(RuleKind kind, OnePassLearning<RuleModel> learning) {
    return new RuleAlgorithm(kind, learning);
  }

  /** The algorithm of a neighbour method whose index is made in a way of its own. */
  public static Algorithm neighbours(NeighbourKind kind, OnePassLearning<NeighbourModel> learning) {
    return new NeighbourAlgorithm(kind, learning);
  }
}
