package io.sbr.kernels.reference;

import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * The factored, packed target attention against the published, padded one (docs/models.md, section
 * 4), transcribed: session vectors S̄ {@code [B, L, d]} one row for each click and zeros behind, Q
 * = S̄·Wᵀ, β = softmax of V·Qᵀ over all L positions, score = (a + β·S̄)·v.
 */
class PublishedTargetAttentionTest {
  private static final int L = 9;
  private static final int ITEMS = 23;
  private static final int D = 6;

  /** The node of each click, by session: repeats, a single click, and a session without padding. */
  private static final int[][] CLICKS = {
    {0, 1, 0, 2, 0}, {3}, {4, 5, 6, 7, 8, 4, 4, 5, 6}, {9, 9},
  };

  private static final int[] NODE_OFFSETS = {0, 3, 4, 9, 10};

  @Test
  void packedScoresEqualThePaddedForm() {
    double[] a = random(CLICKS.length * D, 1, -2, 2);
    double[] v = random(ITEMS * D, 2, -2, 2);
    double[] h = random(10 * D, 3, -2, 2);
    double[] w = random(D * D, 4, -2, 2);
    double[][] want = published(a, v, h, w);
    try (ReferenceBackend backend = new ReferenceBackend();
        Arena arena = new Arena(backend)) {
      Tensor states = arena.copyOf(h, 10, D);
      Tensor queries = arena.tensor(10, D);
      backend.matmul(states, false, arena.copyOf(w, D, D), true, queries, false);
      double[] clicks = new double[10];
      double[] padding = new double[CLICKS.length];
      for (int b = 0; b < CLICKS.length; b++) {
        for (int node : CLICKS[b]) {
          clicks[node]++;
        }
        padding[b] = L - CLICKS[b].length;
      }
      Segments nodes =
          new Segments(CLICKS.length, 10, arena.copyOf(NODE_OFFSETS), arena.copyOf(new int[10]));
      Scorer scorer =
          new Scorer.TargetAttention(
              arena.copyOf(a, CLICKS.length, D),
              arena.copyOf(v, ITEMS, D),
              queries,
              states,
              nodes,
              arena.copyOf(clicks, 10),
              arena.copyOf(padding, CLICKS.length));
      Tensor scores = arena.tensor(CLICKS.length, ITEMS);
      backend.scores(scorer, scores);
      double[] got = scores.toDoubles();
      for (int b = 0; b < CLICKS.length; b++) {
        for (int i = 0; i < ITEMS; i++) {
          // Sums of at most 15 products of numbers below 25 in size.
          assertThat(got[b * ITEMS + i]).isCloseTo(want[b][i], within(1e-12));
        }
      }
    }
  }

  private static double[][] published(double[] a, double[] v, double[] h, double[] w) {
    double[][] scores = new double[CLICKS.length][ITEMS];
    for (int b = 0; b < CLICKS.length; b++) {
      double[][] s = new double[L][D];
      double[][] q = new double[L][D];
      for (int t = 0; t < CLICKS[b].length; t++) {
        for (int c = 0; c < D; c++) {
          s[t][c] = h[CLICKS[b][t] * D + c];
        }
        for (int c = 0; c < D; c++) {
          for (int k = 0; k < D; k++) {
            q[t][c] += s[t][k] * w[c * D + k];
          }
        }
      }
      for (int i = 0; i < ITEMS; i++) {
        double[] power = new double[L];
        double sum = 0;
        for (int t = 0; t < L; t++) {
          double logit = 0;
          for (int c = 0; c < D; c++) {
            logit += v[i * D + c] * q[t][c];
          }
          power[t] = Math.exp(logit);
          sum += power[t];
        }
        for (int c = 0; c < D; c++) {
          double vector = a[b * D + c];
          for (int t = 0; t < L; t++) {
            vector += power[t] / sum * s[t][c];
          }
          scores[b][i] += vector * v[i * D + c];
        }
      }
    }
    return scores;
  }
}
