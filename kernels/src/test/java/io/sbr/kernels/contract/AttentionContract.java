package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.offsets;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.AttentionKernels.AttentionBackward;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention within segments, and what else works head by head. */
interface AttentionContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void attentionOverRows(int size) {
    attention(offsets(size, 1), 3, Attention.of(2, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 50, 65, 100})
  default void attentionOfWidths(int size) {
    attention(offsets(29, 2), size, Attention.of(2, true));
    attention(offsets(29, 2), size, Attention.of(1, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  default void attentionOfHeads(int heads) {
    for (boolean causal : new boolean[] {false, true}) {
      for (double dropout : new double[] {0, 0.1}) {
        attention(offsets(65, 3), 5, new Attention(heads, causal, dropout, 11, 12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17, 33, 127, 1000})
  default void attentionWithinOneLongSegment(int rows) {
    attention(new int[] {0, rows}, 4, Attention.of(1, true));
    attention(new int[] {0, 0, rows}, 4, new Attention(1, false, 0.1, 3, 4));
  }

  @Test
  default void attentionOfNothing() {
    attention(new int[] {0}, 4, Attention.of(2, true));
    attention(new int[] {0, 0, 0}, 4, Attention.of(2, false));
  }

  /** The largest score must be taken off before exp, be it far above 0 or far below. */
  @Test
  default void attentionOfLargeNumbersDoesNotOverflow() {
    double[] q = {300, 0, -300, 1, 100, 0};
    double[] k = {300, 0, -300, 1, -100, -101};
    double[] v = {1, 2, 3, 4, 5, 6};
    // Scores are exact; p is 0 or 1, or the same for all keys where q = 0, or that of row 3.
    compare(
        s -> {
          Tensor logSums = s.out(6, 1);
          Tensor out = s.out(6, 1);
          Segments both = s.segments(new int[] {0, 4, 6});
          Attention how = Attention.of(1, false);
          s.backend()
              .attention(s.in(q, 6, 1), s.in(k, 6, 1), s.in(v, 6, 1), both, how, logSums, out);
          return List.of(logSums, out);
        },
        Bounds.constant(6, 90000 * gamma(2)),
        Bounds.constant(6, 6 * gamma(elementary() + 8)));
  }

  @Test
  default void aSegmentOfOneRowSeesItself() {
    double[] v = random(5 * 6, 4);
    for (boolean causal : new boolean[] {false, true}) {
      double[] out =
          tested(
              s -> {
                Tensor result = s.out(5, 6);
                Tensor logSums = s.out(5, 2);
                Segments single = s.segments(new int[] {0, 1, 2, 2, 3, 4, 5});
                s.backend()
                    .attention(
                        s.in(random(30, 5), 5, 6),
                        s.in(random(30, 6), 5, 6),
                        s.in(v, 5, 6),
                        single,
                        Attention.of(2, causal),
                        logSums,
                        result);
                return List.of(result);
              })[0];
      assertThat(out).containsExactly(v);
    }
  }

  /**
   * With |q|, |k|, |v| ≤ 1, scores are at most √c: errors follow from the number of terms alone.
   */
  private void attention(int[] offsets, int c, Attention how) {
    int heads = how.heads();
    int n = offsets[offsets.length - 1];
    int width = heads * c;
    int longest = 0;
    for (int s = 0; s + 1 < offsets.length; s++) {
      longest = Math.max(longest, offsets[s + 1] - offsets[s]);
    }
    double kept = 1 / (1 - how.dropout());
    double score = Math.sqrt(c);
    double logSum = score + Math.log(Math.max(1, longest));
    double scoreError = gamma(c + 2) * score;
    double forward = 2 * scoreError + gamma(2 * score + elementary() + longest + 3); // relative, p
    double backward = scoreError + gamma(score + logSum + elementary() + 3);
    double[] q = random(n * width, 7);
    double[] k = random(n * width, 8);
    double[] v = random(n * width, 9);
    double[] dout = random(n * width, 10);
    // The backward pass begins with the same numbers on both sides.
    double[][] before = rounded(Comparison.reference(s -> forward(s, offsets, q, k, v, how)));
    // |ds| ≤ p·2c·kept/√c. p sums to one over keys; over queries to what dv is for dout = 1.
    double slope = 2 * kept * score * (backward + gamma(c + 4 + longest + 2));
    double[] ones = Bounds.constant(n * width, 1);
    double[] columnSums =
        Comparison.reference(
            s -> {
              Attention all = Attention.of(heads, how.causal());
              List<Tensor> results = forward(s, offsets, q, k, v, all);
              Tensor logSums = results.get(0);
              return backward(s, offsets, q, k, v, all, logSums, results.get(1), ones);
            })[2];
    compare(
        s -> {
          List<Tensor> results = new ArrayList<>(forward(s, offsets, q, k, v, how));
          Tensor logSums = s.in(before[0], n, heads);
          Tensor out = s.in(before[1], n, width);
          results.addAll(backward(s, offsets, q, k, v, how, logSums, out, dout));
          return results;
        },
        Bounds.constant(n * heads, scoreError + gamma(elementary() + longest + 2 * logSum)),
        Bounds.constant(n * width, kept * (forward + gamma(longest + 3))),
        Bounds.constant(n * width, slope),
        Bounds.times(slope, columnSums),
        Bounds.times(kept * (backward + gamma(longest + 3)), columnSums));
  }

  private static List<Tensor> forward(
      Side s, int[] offsets, double[] q, double[] k, double[] v, Attention how) {
    int n = offsets[offsets.length - 1];
    int width = n == 0 ? how.heads() : q.length / n;
    Tensor logSums = s.out(n, how.heads());
    Tensor out = s.out(n, width);
    s.backend()
        .attention(
            s.in(q, n, width),
            s.in(k, n, width),
            s.in(v, n, width),
            s.segments(offsets),
            how,
            logSums,
            out);
    return List.of(logSums, out);
  }

  private static List<Tensor> backward(
      Side s,
      int[] offsets,
      double[] q,
      double[] k,
      double[] v,
      Attention how,
      Tensor logSums,
      Tensor out,
      double[] dout) {
    int n = out.rows();
    int width = out.cols();
    Tensor dq = s.out(n, width);
    Tensor dk = s.out(n, width);
    Tensor dv = s.out(n, width);
    s.backend()
        .attentionBackward(
            s.segments(offsets),
            how,
            new AttentionBackward(
                s.in(q, n, width),
                s.in(k, n, width),
                s.in(v, n, width),
                logSums,
                out,
                s.in(dout, n, width),
                dq,
                dk,
                dv));
    return List.of(dq, dk, dv);
  }

  private static double[][] rounded(double[][] results) {
    return Arrays.stream(results)
        .map(result -> Arrays.stream(result).map(value -> (float) value).toArray())
        .toArray(double[][]::new);
  }

  /**
   * Equal scores and v = 1 or one-hot rows give the probabilities back: each 0 or 1/(n·(1 − p)).
   */
  @Test
  default void droppedProbabilitiesAreThoseOfTheContract() {
    int n = 70;
    int heads = 2;
    Attention how = new Attention(heads, false, 0.1, 21, 22);
    double[] oneHot = new double[n * heads * n];
    double[] want = new double[n * heads * n];
    for (int i = 0; i < n; i++) {
      for (int h = 0; h < heads; h++) {
        oneHot[(i * heads + h) * n + i] = 1;
        for (int j = 0; j < n; j++) {
          long index = ((long) i * heads + h) * (1 << 20) + j;
          boolean dropped = Philox.uniform(21, 22, index) < 0.1;
          want[(i * heads + h) * n + j] = dropped ? 0 : 1 / 0.9 / n;
        }
      }
    }
    double[] zero = new double[oneHot.length];
    double[] got =
        tested(s -> List.of(forward(s, new int[] {0, n}, zero, zero, oneHot, how).get(1)))[0];
    assertClose(got, want, Bounds.times(gamma(n + 4), want));
    // What is left keeps its expectation: Σ_j p̃_ij is 1 on average, with variance 0.1/(0.9·n).
    double mean = Arrays.stream(got).sum() / (n * heads);
    double deviation = Math.sqrt(0.1 / 0.9 / (n * n * heads));
    assertThat(mean).isCloseTo(1, within(4 * deviation));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void headDotsAndHeadMean(int size) {
    for (int heads = 1; heads <= 3; heads++) {
      byHead(size, heads, 3);
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void headDotsAndHeadMeanOfWidths(int size) {
    byHead(5, 3, size);
  }

  private void byHead(int n, int heads, int c) {
    int width = heads * c;
    double[] x = random(n * width, 13);
    double[] a = random(width, 14);
    double[] dots = random(n * heads, 15);
    double[] mean = random(n * c, 16);
    double[] dotBound = new double[n * heads];
    double[] aBound = new double[width];
    for (int i = 0; i < n * width; i++) {
      dotBound[i / c] += gamma(c) * Math.abs(x[i] * a[i % width]);
      aBound[i % width] += gamma(n) * Math.abs(x[i] * dots[i / c]);
    }
    compare(
        s -> {
          Tensor out = s.out(n, heads);
          s.backend().headDots(s.in(x, n, width), s.in(a), out);
          Tensor dx = s.out(n, width);
          Tensor da = s.out(heads, c);
          s.backend()
              .headDotsBackward(s.in(x, n, width), s.in(a, heads, c), s.in(dots, n, heads), dx, da);
          Tensor means = s.out(n, c);
          s.backend().headMean(s.in(x, n, width), means);
          Tensor back = s.out(n, width);
          s.backend().headMeanBackward(s.in(mean, n, c), back);
          return List.of(out, dx, da, means, back);
        },
        dotBound,
        Bounds.constant(n * width, u()),
        aBound,
        Bounds.constant(n * c, gamma(heads + 2)),
        Bounds.constant(n * width, gamma(2)));
  }
}
