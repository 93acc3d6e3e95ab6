package io.sbr.kernels.reference;

import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/** {@link Scorer.Dot}: s = S·Eᵀ. */
final class DotScores implements ReferenceScores {
  private final Scorer.Dot dot;

  DotScores(Scorer.Dot dot) {
    this.dot = dot;
  }

  @Override
  public double[] row(int session) {
    double[] scores = new double[dot.itemCount()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = product(dot.sessions(), session, dot.items(), i);
    }
    return scores;
  }

  /** Row i of a matrix times row j of another. */
  static double product(Tensor a, int i, Tensor b, int j) {
    double[] av = HostBuffer.of(a);
    double[] bv = HostBuffer.of(b);
    int d = a.cols();
    double sum = 0;
    for (int c = 0; c < d; c++) {
      sum += av[a.offset() + i * d + c] * bv[b.offset() + j * d + c];
    }
    return sum;
  }

  /** dS = P·E is written out (it is thin), dE = Pᵀ·S left a product (it is as large as E). */
  @Override
  public List<GradientTerm> gradients(Tensor p, Arena arena) {
    Tensor sessions = arena.tensor(dot.sessions().shape());
    arena.backend().matmul(p, false, dot.items(), false, sessions, false);
    return List.of(
        new GradientTerm.Dense(sessions, 0), new GradientTerm.Product(p, dot.sessions(), 0));
  }
}
