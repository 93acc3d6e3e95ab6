package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * {@link Scorer.TargetAttention}, one session and item at a time. With v = items[i], β_u =
 * clicks[u]·exp(e_u) / Z and t = Σ_u β_u·g_u, score = v·s + t, and backwards (docs/costs.md,
 * section 1), δ being the gradient of the score:
 *
 * <pre>
 *   ∂g_u = δ·β_u      ∂e_u = δ·β_u·(g_u − t)
 *   ∂s += δ·v         ∂q_u += ∂e_u·v         ∂h_u += ∂g_u·v
 *   ∂v += δ·s + Σ_u (∂e_u·q_u + ∂g_u·h_u)
 * </pre>
 */
final class TargetAttentionScores implements ReferenceScores {
  private final Scorer.TargetAttention scorer;
  private final int[] offsets;

  TargetAttentionScores(Scorer.TargetAttention scorer) {
    this.scorer = scorer;
    offsets = HostBuffer.of(scorer.nodes().offsets());
    double[] padding = HostBuffer.of(scorer.padding());
    int first = scorer.padding().offset();
    Shapes.nodes(offsets, scorer.sessionCount(), b -> padding[first + b] > 0);
  }

  @Override
  public double[] row(int session) {
    double[] scores = new double[scorer.itemCount()];
    for (int i = 0; i < scores.length; i++) {
      double own = DotScores.product(scorer.sessions(), session, scorer.items(), i);
      scores[i] = own + new Attention(session, i).mean;
    }
    return scores;
  }

  /** What one item sees of one session's nodes. */
  private final class Attention {
    /** g_u: the item times each node's state. */
    final double[] values;

    /** β_u. */
    final double[] weights;

    /** t = Σ_u β_u·g_u. */
    final double mean;

    Attention(int session, int item) {
      int first = offsets[session];
      int count = offsets[session + 1] - first;
      double[] clicks = HostBuffer.of(scorer.clicks());
      double padding = HostBuffer.of(scorer.padding())[scorer.padding().offset() + session];
      values = new double[count];
      weights = new double[count];
      // The padding's logit is 0 and takes part in the maximum where there is padding.
      double max = padding > 0 ? 0 : Double.NEGATIVE_INFINITY;
      for (int u = 0; u < count; u++) {
        values[u] = DotScores.product(scorer.states(), first + u, scorer.items(), item);
        weights[u] = DotScores.product(scorer.queries(), first + u, scorer.items(), item);
        max = Math.max(max, weights[u]);
      }
      double sum = padding > 0 ? padding * StrictMath.exp(-max) : 0;
      for (int u = 0; u < count; u++) {
        double times = clicks[scorer.clicks().offset() + first + u];
        weights[u] = times * StrictMath.exp(weights[u] - max);
        sum += weights[u];
      }
      double weighted = 0;
      for (int u = 0; u < count; u++) {
        weights[u] /= sum;
        weighted += weights[u] * values[u];
      }
      mean = weighted;
    }
  }

  @Override
  public List<GradientTerm> gradients(Tensor p, Arena arena) {
    Tensor ds = arena.zeros(scorer.sessions().shape());
    Tensor dv = arena.zeros(scorer.items().shape());
    Tensor dq = arena.zeros(scorer.queries().shape());
    Tensor dh = arena.zeros(scorer.states().shape());
    int n = scorer.itemCount();
    for (int b = 0; b < scorer.sessionCount(); b++) {
      for (int i = 0; i < n; i++) {
        double delta = HostBuffer.of(p)[p.offset() + b * n + i];
        addScaled(delta, scorer.items(), i, ds, b);
        addScaled(delta, scorer.sessions(), b, dv, i);
        Attention attention = new Attention(b, i);
        for (int u = 0; u < attention.weights.length; u++) {
          int node = offsets[b] + u;
          double value = delta * attention.weights[u];
          double logit = value * (attention.values[u] - attention.mean);
          addScaled(value, scorer.items(), i, dh, node);
          addScaled(logit, scorer.items(), i, dq, node);
          addScaled(value, scorer.states(), node, dv, i);
          addScaled(logit, scorer.queries(), node, dv, i);
        }
      }
    }
    return List.of(
        new GradientTerm.Dense(ds, 0),
        new GradientTerm.Dense(dv, 0),
        new GradientTerm.Dense(dq, 0),
        new GradientTerm.Dense(dh, 0));
  }

  /** Row {@code outRow} of out += factor · row {@code row} of x. */
  private static void addScaled(double factor, Tensor x, int row, Tensor out, int outRow) {
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    int d = x.cols();
    for (int c = 0; c < d; c++) {
      ov[out.offset() + outRow * d + c] += factor * xv[x.offset() + row * d + c];
    }
  }
}
