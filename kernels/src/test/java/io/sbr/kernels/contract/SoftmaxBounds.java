package io.sbr.kernels.contract;

import java.util.Arrays;

/**
 * How far the loss and the gradient of the scores may be off when the scores are: for any scorer.
 */
final class SoftmaxBounds {
  private final double loss;
  private final double[] magnitude;
  private final double[] error;

  /**
   * Bounds.
   *
   * @param scores exact scores {@code [B, N]}
   * @param targets item of each session
   * @param largest no score is larger in size
   * @param scoreError error of one score
   */
  SoftmaxBounds(
      Comparison type, double[] scores, int[] targets, double largest, double scoreError) {
    int sessions = targets.length;
    int items = scores.length / sessions;
    double range = 2 * largest; // largest score minus smallest
    // log Σ exp(s − max) − (s_t − max): both scores err, the sum errs relatively, each step rounds.
    double relative = 2 * scoreError + type.gamma(items + range + type.elementary());
    loss = relative + 2 * scoreError + type.gamma(4 + sessions) * (Math.log(items) + range + 1);
    // P = (softmax − [target]) / B: |P| ≤ p + [target], each p errs by relative·p.
    magnitude = new double[scores.length];
    error = new double[scores.length];
    for (int b = 0; b < sessions; b++) {
      double max = Arrays.stream(scores, b * items, (b + 1) * items).max().orElseThrow();
      double sum = 0;
      for (int i = b * items; i < (b + 1) * items; i++) {
        sum += Math.exp(scores[i] - max);
      }
      for (int i = 0; i < items; i++) {
        double p = Math.exp(scores[b * items + i] - max) / sum;
        double isTarget = i == targets[b] ? 1 : 0;
        magnitude[b * items + i] = (p + isTarget) / sessions;
        error[b * items + i] = (relative * p + type.gamma(3) * (p + isTarget)) / sessions;
      }
    }
  }

  /** Bound of the mean loss, {@code [1]}. */
  double[] loss() {
    return new double[] {loss};
  }

  /** At least the size of each score's gradient, {@code [B, N]}. */
  double[] magnitude() {
    return magnitude;
  }

  /** Bound of its error, {@code [B, N]}. */
  double[] error() {
    return error;
  }
}
