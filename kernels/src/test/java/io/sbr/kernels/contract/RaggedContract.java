package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.offsets;
import static io.sbr.kernels.contract.Sizes.random;

import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sparse and ragged operations; each size once as a number of rows and once as a width. */
interface RaggedContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void gatherAndScatter(int size) {
    gatherAndScatter(size, 40, 5);
    gatherAndScatter(23, 6, size);
  }

  private void gatherAndScatter(int n, int tableRows, int c) {
    double[] table = random(tableRows * c, 1);
    double[] values = random(n * c, 2);
    int[] chosen = indices(n, tableRows, 3);
    double[] magnitude = Bounds.abs(table);
    double[] count = new double[tableRows];
    for (int i = 0; i < n; i++) {
      count[chosen[i]]++;
      for (int j = 0; j < c; j++) {
        magnitude[chosen[i] * c + j] += Math.abs(values[i * c + j]);
      }
    }
    double[] bound = new double[tableRows * c];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = gamma(count[i / c]) * magnitude[i];
    }
    compare(
        s -> {
          Tensor gathered = s.out(n, c);
          s.backend().gatherRows(s.in(table, tableRows, c), s.ints(chosen), gathered);
          Tensor scattered = s.in(table, tableRows, c);
          s.backend().scatterAddRows(s.in(values, n, c), s.gather(chosen, tableRows), scattered);
          return List.of(gathered, scattered);
        },
        new double[n * c],
        bound);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#small")
  default void spmmAndItsTranspose(int size) {
    spmm(size, 19, 7);
    spmm(19, size, 7);
    spmm(11, 13, size);
  }

  private void spmm(int n, int m, int c) {
    double[] weights = random(n * m, 4, 0.25, 1);
    double[][] dense = new double[n][m];
    for (int i = 0; i < n * m; i++) {
      boolean present = Philox.below(4, 5, 0, i) == 0 && i / m % 3 != 1; // every third row is empty
      dense[i / m][i % m] = present ? weights[i] : 0;
    }
    double[] flat = IntStream.range(0, n * m).mapToDouble(i -> dense[i / m][i % m]).toArray();
    double[] x = random(m * c, 6);
    double[] y = random(n * c, 7);
    compare(
        s -> {
          Tensor product = s.out(n, c);
          s.backend().spmm(s.csr(dense, m), s.in(x, m, c), product);
          Tensor back = s.out(m, c);
          s.backend().spmm(s.csr(dense, m).transpose(), s.in(y, n, c), back);
          return List.of(product, back);
        },
        Bounds.times(gamma(m), Bounds.product(flat, x, n, m, c)),
        Bounds.times(gamma(n), Bounds.product(Bounds.transposed(flat, n, m), y, m, n, c)));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void segments(int size) {
    segments(offsets(size, 8), 5);
    segments(offsets(29, 9), size);
  }

  @Test
  default void onlyEmptySegments() {
    segments(new int[] {0, 0, 0, 0}, 5);
  }

  @Test
  default void noSegmentsAtAll() {
    segments(new int[] {0}, 5);
  }

  @Test
  default void oneLongSegment() {
    segments(new int[] {0, 1000}, 3);
  }

  /** Exact, so that a row that is left out or added twice shows among any number of them. */
  @Test
  default void segmentSumOfManyWholeNumbers() {
    int n = Sizes.MANY_ITEMS;
    double[] x = Sizes.whole(n * 3, 15);
    for (int[] offsets : List.of(new int[] {0, 1, n}, offsets(n, 16))) {
      int count = offsets.length - 1;
      compare(
          s -> {
            Tensor sum = s.out(count, 3);
            s.backend().segmentSum(s.in(x, n, 3), s.segments(offsets), sum);
            return List.of(sum);
          },
          new double[count * 3]);
    }
  }

  private void segments(int[] offsets, int c) {
    int count = offsets.length - 1;
    int total = offsets[count];
    double range = 12;
    double[] x = random(total * c, 10, -range / 2, range / 2);
    double[] dy = random(total * c, 11);
    Softmax softmax = softmaxOf(x, dy, offsets, c);
    double[] y = softmax.y;
    double[] sumBound = new double[count * c];
    double[] softmaxBound = new double[total * c];
    double[] backBound = new double[total * c];
    for (int s = 0; s < count; s++) {
      int length = offsets[s + 1] - offsets[s];
      for (int r = offsets[s]; r < offsets[s + 1]; r++) {
        for (int j = 0; j < c; j++) {
          int at = r * c + j;
          sumBound[s * c + j] += gamma(length) * Math.abs(x[at]);
          // Relative: x − max rounds by u·range within the exponent, exp and quotient, the sum.
          softmaxBound[at] = gamma(range + elementary() + length) * y[at];
          backBound[at] = gamma(length + 3) * y[at] * (Math.abs(dy[at]) + softmax.dots[s * c + j]);
        }
      }
    }
    compare(
        s -> {
          Tensor sum = s.out(count, c);
          s.backend().segmentSum(s.in(x, total, c), s.segments(offsets), sum);
          Tensor soft = s.out(total, c);
          s.backend().segmentSoftmax(s.in(x, total, c), s.segments(offsets), soft);
          Tensor softInPlace = s.in(x, total, c);
          s.backend().segmentSoftmax(softInPlace, s.segments(offsets), softInPlace);
          Tensor dx = s.out(total, c);
          Tensor result = s.in(y, total, c);
          s.backend().segmentSoftmaxBackward(result, s.in(dy, total, c), s.segments(offsets), dx);
          Tensor dxInPlace = s.in(dy, total, c);
          s.backend().segmentSoftmaxBackward(result, dxInPlace, s.segments(offsets), dxInPlace);
          return List.of(sum, soft, softInPlace, dx, dxInPlace);
        },
        sumBound,
        softmaxBound,
        softmaxBound,
        backBound,
        backBound);
  }

  /**
   * A softmax, rounded to single precision so that both sides start their backward pass from the
   * same numbers, and Σ y|dy| of each segment and column.
   */
  record Softmax(double[] y, double[] dots) {}

  private static Softmax softmaxOf(double[] x, double[] dy, int[] offsets, int c) {
    double[] y = new double[x.length];
    double[] dots = new double[(offsets.length - 1) * c];
    for (int s = 0; s + 1 < offsets.length; s++) {
      for (int j = 0; j < c; j++) {
        double sum = 0;
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          sum += Math.exp(x[r * c + j]);
        }
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          y[r * c + j] = (float) (Math.exp(x[r * c + j]) / sum);
          dots[s * c + j] += y[r * c + j] * Math.abs(dy[r * c + j]);
        }
      }
    }
    return new Softmax(y, dots);
  }

  @Test
  default void segmentSoftmaxOfLargeNumbersDoesNotOverflow() {
    double[] x = {1000, 999, -1000, 3e38, 3e38, -3e38, -3e38};
    int[] offsets = {0, 3, 5, 7};
    // x − max is exact for all of these, so only exp, the sum and the quotient round.
    compare(
        s -> {
          Tensor y = s.out(7, 1);
          s.backend().segmentSoftmax(s.in(x, 7, 1), s.segments(offsets), y);
          return List.of(y);
        },
        Bounds.constant(7, gamma(elementary() + 3)));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void scaleRowsAndRowDots(int size) {
    scaleRows(size, 5);
    scaleRows(5, size);
  }

  private void scaleRows(int n, int c) {
    double[] x = random(n * c, 12);
    double[] other = random(n * c, 13);
    double[] weights = random(n, 14);
    double[] dotBound = new double[n];
    for (int i = 0; i < n * c; i++) {
      dotBound[i / c] += gamma(c) * Math.abs(x[i] * other[i]);
    }
    compare(
        s -> {
          Tensor scaled = s.out(n, c);
          s.backend().scaleRows(s.in(x, n, c), s.in(weights), scaled);
          Tensor inPlace = s.in(x, n, c);
          s.backend().scaleRows(inPlace, s.in(weights, 1, n), inPlace);
          Tensor dots = s.out(n, 1);
          s.backend().rowDots(s.in(x, n, c), s.in(other, n, c), dots);
          return List.of(scaled, inPlace, dots);
        },
        Bounds.constant(n * c, u()),
        Bounds.constant(n * c, u()),
        dotBound);
  }
}
