package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.offsets;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The choice of a segment's best rows, and the softmax of the rows that are left. */
interface PoolingContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void maskedSoftmax(int size) {
    maskedSoftmax(offsets(size, 1), 1);
    maskedSoftmax(offsets(29, 2), Math.min(size, 127));
  }

  @Test
  default void maskedSoftmaxOfOneLongSegment() {
    maskedSoftmax(new int[] {0, 1000}, 3);
  }

  private void maskedSoftmax(int[] offsets, int c) {
    int total = offsets[offsets.length - 1];
    double range = 12;
    double[] x = random(total * c, 3, -range / 2, range / 2);
    double[] keep = new double[total];
    double[] bound = new double[total * c];
    for (int s = 0; s + 1 < offsets.length; s++) {
      int length = offsets[s + 1] - offsets[s];
      for (int r = offsets[s]; r < offsets[s + 1]; r++) {
        keep[r] = s % 5 != 3 && indices(1, 3, r)[0] > 0 ? 1 : 0; // every fifth keeps nothing
        for (int j = 0; j < c; j++) {
          // A dropped row has no say, whatever it holds.
          x[r * c + j] = keep[r] == 0 && r % 2 == 0 ? Double.NaN : x[r * c + j];
          bound[r * c + j] = keep[r] == 0 ? 0 : gamma(range + elementary() + length);
        }
      }
    }
    double[][] y =
        Comparison.reference(
            s -> {
              Tensor result = s.out(total, c);
              s.backend()
                  .maskedSegmentSoftmax(s.in(x, total, c), s.in(keep), s.segments(offsets), result);
              return List.of(result);
            });
    Arrays.setAll(bound, i -> bound[i] * y[0][i]);
    compare(
        s -> {
          Tensor result = s.out(total, c);
          Segments segments = s.segments(offsets);
          s.backend().maskedSegmentSoftmax(s.in(x, total, c), s.in(keep), segments, result);
          Tensor inPlace = s.in(x, total, c);
          s.backend().maskedSegmentSoftmax(inPlace, s.in(keep, 1, total), segments, inPlace);
          return List.of(result, inPlace);
        },
        bound,
        bound);
  }

  @Test
  default void maskedSoftmaxOfEverythingIsTheSoftmax() {
    int[] offsets = offsets(100, 4);
    double[] x = random(300, 5, -6, 6);
    double[][] both =
        tested(
            s -> {
              Tensor masked = s.out(100, 3);
              Tensor keep = s.in(Bounds.constant(100, 1));
              s.backend().maskedSegmentSoftmax(s.in(x, 100, 3), keep, s.segments(offsets), masked);
              Tensor plain = s.out(100, 3);
              s.backend().segmentSoftmax(s.in(x, 100, 3), s.segments(offsets), plain);
              return List.of(masked, plain);
            });
    assertThat(both[0]).containsExactly(both[1]);
  }

  @Test
  default void maskedSoftmaxOfLargeNumbersDoesNotOverflow() {
    double[] x = {3e38, 1000, 999, -1000, -3e38, -3e38};
    double[] keep = {0, 1, 1, 1, 1, 1};
    compare(
        s -> {
          Tensor y = s.out(6, 1);
          s.backend()
              .maskedSegmentSoftmax(s.in(x, 6, 1), s.in(keep), s.segments(new int[] {0, 4, 6}), y);
          return List.of(y);
        },
        Bounds.constant(6, gamma(elementary() + 3)));
  }

  /** Whole numbers as scores, so that there are many ties, and every seventh is NaN. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void segmentTopKWithTies(int size) {
    segmentTopK(offsets(size, 6));
  }

  @Test
  default void segmentTopKOfOneLongSegment() {
    segmentTopK(new int[] {0, 0, 1000, 1000});
  }

  private void segmentTopK(int[] offsets) {
    int total = offsets[offsets.length - 1];
    int segments = offsets.length - 1;
    double[] scores = Arrays.stream(indices(total, 9, 7)).mapToDouble(i -> i - 4).toArray();
    double[] before = Arrays.stream(indices(total, 4, 8)).mapToDouble(i -> i > 0 ? 1 : 0).toArray();
    int[] counts = new int[segments];
    for (int r = 0; r < total; r += 7) {
      scores[r] = Double.NaN;
    }
    for (int s = 0; s < segments; s++) {
      int length = offsets[s + 1] - offsets[s];
      counts[s] = s % 6 == 5 ? length + 3 : (length * (s % 6) + 3) / 4; // none, some, all, more
    }
    compare(
        s -> {
          Tensor after = s.out(total, 1);
          s.backend()
              .segmentTopK(s.in(scores), s.in(before), s.segments(offsets), s.ints(counts), after);
          Tensor inPlace = s.in(before, 1, total);
          s.backend()
              .segmentTopK(
                  s.in(scores, total, 1), inPlace, s.segments(offsets), s.ints(counts), inPlace);
          return List.of(after, inPlace);
        },
        new double[total],
        new double[total]);
  }

  @Test
  default void segmentTopKByHand() {
    double nan = Double.NaN;
    double inf = Double.POSITIVE_INFINITY;
    // The first of the tied best, and the second.
    bestRows(2, row(1, 3, 3, 2), row(1, 1, 1, 1), row(0, 1, 1, 0));
    bestRows(1, row(1, 3, 3, 2), row(1, 1, 1, 1), row(0, 1, 0, 0));
    // A NaN comes after every number, and then by row; infinities are numbers.
    bestRows(3, row(nan, -1, nan, -5), row(1, 1, 1, 1), row(1, 1, 0, 1));
    bestRows(3, row(-inf, nan, inf, 7), row(1, 1, 1, 1), row(1, 0, 1, 1));
    // The zeros are equal.
    bestRows(2, row(-0.0, 0.0, 1e-30, -1e-30), row(1, 1, 1, 1), row(1, 0, 1, 0));
    // The best two were dropped before.
    bestRows(1, row(9, 8, 7, 6), row(0, 0, 1, 1), row(0, 0, 1, 0));
    bestRows(3, row(9, 8, 7, 6), row(0, 0, 1, 1), row(0, 0, 1, 1));
    bestRows(0, row(9, 8), row(1, 1), row(0, 0));
  }

  private static double[] row(double... values) {
    return values;
  }

  private void bestRows(int count, double[] scores, double[] before, double[] want) {
    int n = scores.length;
    double[] after =
        tested(
            s -> {
              Tensor marks = s.out(n, 1);
              Segments one = s.segments(new int[] {0, n});
              s.backend().segmentTopK(s.in(scores), s.in(before), one, s.ints(count), marks);
              return List.of(marks);
            })[0];
    assertThat(after).containsExactly(want);
  }
}
