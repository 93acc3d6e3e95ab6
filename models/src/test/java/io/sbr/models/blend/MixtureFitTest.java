package io.sbr.models.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixtureFitTest {
  private final Random random = new Random(3);

  private double[] numbers(int n, double zeros) {
    return IntStream.range(0, n)
        .mapToDouble(e -> random.nextDouble() < zeros ? 0 : 1e-4 + random.nextDouble() * 0.2)
        .toArray();
  }

  private static double logLikelihood(int[] bucket, int b, double[] p, double[] q, double lambda) {
    return IntStream.range(0, p.length)
        .filter(e -> bucket[e] == b)
        .mapToDouble(e -> Math.log((1 - lambda) * p[e] + lambda * q[e]))
        .sum();
  }

  @Test
  void everyBucketHasItsOptimum() {
    int n = 600;
    int[] bucket = IntStream.range(0, n).map(e -> e % 3).toArray();
    double[] p = numbers(n, 0);
    double[] q = numbers(n, 0.5);
    double[] lambda = MixtureFit.lambda(3, bucket, p, q);
    for (int b = 0; b < 3; b++) {
      double best = 0;
      for (double l = 0; l < 1; l += 0.0005) {
        if (logLikelihood(bucket, b, p, q, l) > logLikelihood(bucket, b, p, q, best)) {
          best = l;
        }
      }
      assertThat(lambda[b]).isCloseTo(best, within(0.002));
      assertThat(best).isBetween(0.01, 0.95);
    }
  }

  /** The definition of expectation maximisation: no round makes it worse. */
  @Test
  void theLikelihoodNeverFalls() {
    int n = 200;
    int[] bucket = new int[n];
    double[] p = numbers(n, 0);
    double[] q = numbers(n, 0.5);
    double fitted = MixtureFit.lambda(1, bucket, p, q)[0];
    double lambda = 0.5;
    double before = logLikelihood(bucket, 0, p, q, lambda);
    for (int round = 0; round < 50; round++) {
      double mean = 0;
      for (int e = 0; e < n; e++) {
        mean += lambda * q[e] / ((1 - lambda) * p[e] + lambda * q[e]) / n;
      }
      lambda = mean;
      double now = logLikelihood(bucket, 0, p, q, lambda);
      assertThat(now).isGreaterThanOrEqualTo(before - 1e-9);
      before = now;
    }
    assertThat(logLikelihood(bucket, 0, p, q, fitted)).isCloseTo(before, within(1e-4));
  }

  @Test
  void aBucketWithoutExamplesTakesTheMeanOfAll() {
    int[] bucket = {0, 0, 2};
    double[] lambda =
        MixtureFit.lambda(4, bucket, new double[] {.1, .2, .1}, new double[] {.3, .1, 0});
    double mean = (2 * lambda[0] + lambda[2]) / 3;
    assertThat(lambda[1]).isCloseTo(mean, within(1e-12));
    assertThat(lambda[3]).isEqualTo(lambda[1]);
    assertThat(lambda[2]).isLessThan(1e-5); // the neighbours never held the target
    assertThat(MixtureFit.lambda(2, new int[0], new double[0], new double[0]))
        .containsExactly(0, 0);
  }

  @Test
  void theNetworkAlwaysHasASay() {
    double[] p = new double[40];
    double[] q = new double[40];
    Arrays.fill(p, 1e-12);
    Arrays.fill(q, 0.9);
    assertThat(MixtureFit.lambda(1, new int[40], p, q)).containsExactly(BlendWeights.MOST);
  }
}
