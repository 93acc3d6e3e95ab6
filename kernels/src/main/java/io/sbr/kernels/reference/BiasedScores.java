package io.sbr.kernels.reference;

import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** {@link Scorer.Biased}: s = S·Eᵀ + b in every row. */
final class BiasedScores implements ReferenceScores {
  private final DotScores dot;
  private final Tensor bias;

  BiasedScores(Scorer.Biased scorer) {
    dot = new DotScores(scorer.dot());
    bias = scorer.bias();
  }

  @Override
  public double[] row(int session) {
    double[] scores = dot.row(session);
    double[] bv = HostBuffer.of(bias);
    for (int i = 0; i < scores.length; i++) {
      scores[i] += bv[bias.offset() + i];
    }
    return scores;
  }

  /** Those of the products, and db = Σ rows of P. */
  @Override
  public List<GradientTerm> gradients(Tensor p, Arena arena) {
    List<GradientTerm> terms = new ArrayList<>(dot.gradients(p, arena));
    Tensor gradient = arena.tensor(bias.shape());
    arena.backend().sumRows(p, gradient, false);
    terms.add(new GradientTerm.Dense(gradient, 0));
    return terms;
  }
}
