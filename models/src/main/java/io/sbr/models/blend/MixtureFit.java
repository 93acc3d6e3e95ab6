package io.sbr.models.blend;

import java.util.Arrays;

/**
 * The weights of a mixture of two known distributions, for each bucket by itself: expectation
 * maximisation of the likelihood of what was clicked (Dempster, Laird and Rubin, 1977). The
 * logarithm of the likelihood is concave in λ, so there is one optimum.
 *
 * <pre>
 *   r = λ κ_y / ((1 − λ) p_y + λ κ_y)        λ ← mean of r
 * </pre>
 */
final class MixtureFit {
  private static final double START = 0.5;
  private static final double STILL = 1e-6;
  private static final int ROUNDS = 200;

  private MixtureFit() {}

  /**
   * Fits.
   *
   * @param bucket {@code [n]} of each example, from 0
   * @param p {@code [n]} what the first distribution gives the target, above 0
   * @param kappa {@code [n]} what the second gives it
   * @return {@code [buckets]} λ of the second; of a bucket without examples the mean of all
   *     examples, and 0 where there are none at all
   */
  static double[] lambda(int buckets, int[] bucket, double[] p, double[] kappa) {
    int[] examples = counts(buckets, bucket);
    double[] lambda = new double[buckets];
    Arrays.fill(lambda, START);
    double moved = 1;
    for (int round = 0; round < ROUNDS && moved >= STILL; round++) {
      double[] sums = new double[buckets];
      for (int e = 0; e < bucket.length; e++) {
        double second = lambda[bucket[e]] * kappa[e];
        sums[bucket[e]] += second / ((1 - lambda[bucket[e]]) * p[e] + second);
      }
      moved = 0;
      for (int b = 0; b < buckets; b++) {
        if (examples[b] > 0) {
          double next = Math.min(BlendWeights.MOST, sums[b] / examples[b]);
          moved = Math.max(moved, Math.abs(next - lambda[b]));
          lambda[b] = next;
        }
      }
    }
    double mean = 0;
    for (int b = 0; b < buckets; b++) {
      mean += examples[b] * lambda[b] / Math.max(1, bucket.length);
    }
    for (int b = 0; b < buckets; b++) {
      lambda[b] = examples[b] > 0 ? lambda[b] : Math.min(mean, BlendWeights.MOST);
    }
    return lambda;
  }

  /** Examples in each bucket. */
  static int[] counts(int buckets, int[] bucket) {
    int[] counts = new int[buckets];
    for (int b : bucket) {
      counts[b]++;
    }
    return counts;
  }
}
