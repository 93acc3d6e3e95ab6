package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/** {@link Scorer.UsageScaled}: s = (S·Eᵀ) ⊙ F with F[b, i] = Σ_k ω_k·(1 + boost_k[b, i]). */
final class UsageScaledScores implements ReferenceScores {
  private final Scorer.UsageScaled scorer;
  private final DotScores dot;
  private final int[] offsets;
  private final int[] items;

  UsageScaledScores(Scorer.UsageScaled scorer) {
    this.scorer = scorer;
    dot = new DotScores(new Scorer.Dot(scorer.sessions(), scorer.items()));
    offsets = HostBuffer.of(scorer.usage().offsets());
    items = HostBuffer.of(scorer.usage().items());
    Shapes.usage(offsets, items, scorer.sessionCount(), scorer.itemCount());
  }

  @Override
  public double[] row(int session) {
    double[] scores = dot.row(session);
    double[] factors = factors(session);
    for (int i = 0; i < scores.length; i++) {
      scores[i] *= factors[i];
    }
    return scores;
  }

  /** F of one session for all items. */
  private double[] factors(int session) {
    double[] weights = HostBuffer.of(scorer.weights());
    double[] factors = new double[scorer.itemCount()];
    for (int k = 0; k < scorer.weights().size(); k++) {
      double weight = weights[scorer.weights().offset() + k];
      double[] boosts = boosts(session, k);
      for (int i = 0; i < factors.length; i++) {
        factors[i] += weight * (1 + boosts[i]);
      }
    }
    return factors;
  }

  /** boost_k of one session for all items: 0 for those it does not list. */
  private double[] boosts(int session, int k) {
    Tensor stored = scorer.usage().boosts();
    double[] values = HostBuffer.of(stored);
    double[] boosts = new double[scorer.itemCount()];
    for (int e = offsets[session]; e < offsets[session + 1]; e++) {
      boosts[items[e]] = values[stored.offset() + e * stored.cols() + k];
    }
    return boosts;
  }

  /**
   * With P′ = P ⊙ F, the gradient of the dot products: dS = P′·E and dE = P′ᵀ·S, as without usage;
   * dω_k = Σ_b Σ_i P·(S·Eᵀ)·(1 + boost_k).
   */
  @Override
  public List<GradientTerm> gradients(Tensor p, Arena arena) {
    int n = scorer.itemCount();
    double[] pv = HostBuffer.of(p);
    Tensor scaled = arena.tensor(p.shape());
    double[] sv = HostBuffer.of(scaled);
    Tensor weights = arena.zeros(scorer.weights().shape());
    double[] wv = HostBuffer.of(weights);
    for (int b = 0; b < scorer.sessionCount(); b++) {
      double[] factors = factors(b);
      double[] products = dot.row(b);
      for (int i = 0; i < n; i++) {
        sv[scaled.offset() + b * n + i] = pv[p.offset() + b * n + i] * factors[i];
      }
      for (int k = 0; k < weights.size(); k++) {
        double[] boosts = boosts(b, k);
        for (int i = 0; i < n; i++) {
          wv[weights.offset() + k] += pv[p.offset() + b * n + i] * products[i] * (1 + boosts[i]);
        }
      }
    }
    List<GradientTerm> inner = dot.gradients(scaled, arena);
    return List.of(inner.get(0), inner.get(1), new GradientTerm.Dense(weights, 0));
  }
}
