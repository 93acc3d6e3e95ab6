package io.sbr.kernels.reference;

import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/** {@link Scorer.NormalizedDot}: s = S·Êᵀ with ê = e/‖e‖. */
final class NormalizedScores implements ReferenceScores {
  private final Scorer.NormalizedDot scorer;
  private final DotScores dot;

  /** 1/‖e‖ of each item; 0 for an item of zeros. */
  private final double[] inverse;

  NormalizedScores(Scorer.NormalizedDot scorer) {
    this.scorer = scorer;
    dot = new DotScores(new Scorer.Dot(scorer.sessions(), scorer.items()));
    inverse = new double[scorer.itemCount()];
    int d = scorer.items().cols();
    for (int i = 0; i < inverse.length; i++) {
      double norm = ReferenceOptimizer.norm(scorer.items(), i * d, d);
      inverse[i] = norm == 0 ? 0 : 1 / norm;
    }
  }

  @Override
  public double[] row(int session) {
    double[] scores = dot.row(session);
    for (int i = 0; i < scores.length; i++) {
      scores[i] *= inverse[i];
    }
    return scores;
  }

  /**
   * With P′ = P/‖e‖: dS = P′·E, and of G = P′ᵀ·S what is orthogonal to the item, dE_i = G_i −
   * ê_i(ê_i · G_i).
   */
  @Override
  public List<GradientTerm> gradients(Tensor p, Arena arena) {
    int n = scorer.itemCount();
    int d = scorer.items().cols();
    double[] pv = HostBuffer.of(p);
    for (int at = 0; at < p.size(); at++) {
      pv[p.offset() + at] *= inverse[at % n];
    }
    GradientTerm sessions = dot.gradients(p, arena).get(0);
    Tensor gradient = arena.tensor(n, d);
    arena.backend().matmul(p, true, scorer.sessions(), false, gradient, false);
    double[] gv = HostBuffer.of(gradient);
    double[] ev = HostBuffer.of(scorer.items());
    for (int i = 0; i < n; i++) {
      double along = DotScores.product(gradient, i, scorer.items(), i) * inverse[i] * inverse[i];
      for (int c = 0; c < d; c++) {
        gv[gradient.offset() + i * d + c] -= along * ev[scorer.items().offset() + i * d + c];
      }
    }
    return List.of(sessions, new GradientTerm.Dense(gradient, 0));
  }
}
