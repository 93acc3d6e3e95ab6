package io.sbr.kernels.reference;

import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/** The scorers: how one session scores all items, and how a gradient of scores reaches inputs. */
final class ReferenceScores {
  private ReferenceScores() {}

  /** The scores of one session for all N items. */
  static double[] row(Scorer scorer, int session) {
    Scorer.Dot dot = (Scorer.Dot) scorer;
    Tensor s = dot.sessions();
    Tensor e = dot.items();
    double[] sv = HostBuffer.of(s);
    double[] ev = HostBuffer.of(e);
    int d = s.cols();
    double[] scores = new double[e.rows()];
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      for (int c = 0; c < d; c++) {
        sum += sv[s.offset() + session * d + c] * ev[e.offset() + i * d + c];
      }
      scores[i] = sum;
    }
    return scores;
  }

  /**
   * The gradient of {@link Scorer#inputs()} from that of the scores. For s = S·Eᵀ: dS = P·E written
   * out (it is thin), dE = Pᵀ·S left as a product (it is as large as the table).
   *
   * @param p {@code [B, N]} gradient of the scores
   */
  static List<GradientTerm> gradients(Scorer scorer, Tensor p, Arena arena) {
    Scorer.Dot dot = (Scorer.Dot) scorer;
    Tensor sessions = arena.tensor(dot.sessions().rows(), dot.sessions().cols());
    arena.backend().matmul(p, false, dot.items(), false, sessions, false);
    return List.of(
        new GradientTerm.Dense(sessions, 0), new GradientTerm.Product(p, dot.sessions(), 0));
  }
}
