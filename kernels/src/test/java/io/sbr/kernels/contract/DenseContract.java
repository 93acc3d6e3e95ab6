package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dense products and elementwise operations. */
interface DenseContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void matmulWithOneSide(int size) {
    matmul(size, 7, 9);
    matmul(9, size, 17);
    matmul(7, 33, size);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#small")
  default void matmulOfCubes(int size) {
    matmul(size, size, size);
  }

  @Test
  default void matmulInTheShapesThatOccur() {
    matmul(100, 100, 1000); // sessions × items
    matmul(357, 100, 300); // nodes × gates
    matmul(1, 100, 1000); // one request
  }

  /** Exact, so that a product that is left out or added twice shows among any number of them. */
  @Test
  default void matmulOfManyWholeNumbers() {
    wholeMatmul(3, Sizes.MANY_ITEMS, 5);
    wholeMatmul(Sizes.MANY_ITEMS, 5, 3);
    wholeMatmul(3, 5, Sizes.MANY_ITEMS);
    wholeMatmul(30, 2050, 9);
    wholeMatmul(5, 2050, 40);
  }

  private void wholeMatmul(int m, int k, int n) {
    double[] old = Sizes.whole(m * n, 3);
    double[] exact = new double[m * n];
    matmul(new Product(m, k, n, Sizes.whole(m * k, 1), Sizes.whole(k * n, 2), old), exact, exact);
  }

  private void matmul(int m, int k, int n) {
    double[] a = random(m * k, 1);
    double[] b = random(k * n, 2);
    double[] old = random(m * n, 3);
    double[] magnitude = Bounds.product(a, b, m, k, n);
    matmul(
        new Product(m, k, n, a, b, old),
        Bounds.times(gamma(k), magnitude),
        Bounds.times(gamma(k + 1), Bounds.plus(magnitude, Bounds.abs(old))));
  }

  /** Matrices {@code [m, k]} and {@code [k, n]}, and what their product may be added to. */
  record Product(int m, int k, int n, double[] a, double[] b, double[] old) {}

  /** With either side turned or not, written with one bound or added with another. */
  private void matmul(Product p, double[] written, double[] added) {
    for (int variant = 0; variant < 8; variant++) {
      boolean ta = (variant & 1) != 0;
      boolean tb = (variant & 2) != 0;
      boolean accumulate = (variant & 4) != 0;
      compare(
          s -> {
            Tensor left =
                ta ? s.in(Bounds.transposed(p.a, p.m, p.k), p.k, p.m) : s.in(p.a, p.m, p.k);
            Tensor right =
                tb ? s.in(Bounds.transposed(p.b, p.k, p.n), p.n, p.k) : s.in(p.b, p.k, p.n);
            Tensor out = accumulate ? s.in(p.old, p.m, p.n) : s.out(p.m, p.n);
            s.backend().matmul(left, ta, right, tb, out, accumulate);
            return List.of(out);
          },
          accumulate ? added : written);
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void addRowAndItsGradient(int size) {
    rows(size, 5);
    rows(5, size);
  }

  private void rows(int n, int c) {
    double[] x = random(n * c, 4);
    double[] row = random(c, 5);
    double[] columnSums = Bounds.product(Bounds.constant(n, 1), x, 1, n, c);
    compare(
        s -> {
          Tensor added = s.out(n, c);
          s.backend().addRow(s.in(x, n, c), s.in(row), added);
          Tensor inPlace = s.in(x, n, c);
          s.backend().addRow(inPlace, s.in(row, 1, c), inPlace);
          Tensor sum = s.out(1, c);
          s.backend().sumRows(s.in(x, n, c), sum, false);
          Tensor more = s.in(row, 1, c);
          s.backend().sumRows(s.in(x, n, c), more, true);
          return List.of(added, inPlace, sum, more);
        },
        Bounds.constant(n * c, 2 * u()),
        Bounds.constant(n * c, 2 * u()),
        Bounds.times(gamma(n), columnSums),
        Bounds.times(gamma(n + 1), Bounds.plus(columnSums, Bounds.abs(row))));
  }

  @Test
  default void sumRowsOfManyWholeNumbers() {
    int n = Sizes.MANY_ITEMS;
    compare(
        s -> {
          Tensor sum = s.out(1, 5);
          Tensor more = s.in(Sizes.whole(5, 16), 1, 5);
          s.backend().sumRows(s.in(Sizes.whole(n * 5, 17), n, 5), sum, false);
          s.backend().sumRows(s.in(Sizes.whole(n * 5, 17), n, 5), more, true);
          return List.of(sum, more);
        },
        new double[5],
        new double[5]);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void addMultiplyScale(int size) {
    double[] a = random(size, 6);
    double[] b = random(size, 7);
    double[] once = Bounds.constant(size, 2 * u()); // |results| are below 2
    compare(
        s -> {
          Backend k = s.backend();
          Tensor sum = s.out(size, 1);
          k.add(s.in(a), s.in(b), sum);
          Tensor sumOverA = s.in(a);
          k.add(sumOverA, s.in(b), sumOverA);
          Tensor sumOverB = s.in(b);
          k.add(s.in(a), sumOverB, sumOverB);
          Tensor doubled = s.in(a);
          k.add(doubled, doubled, doubled);
          Tensor product = s.out(size, 1);
          k.multiply(s.in(a), s.in(b), product);
          Tensor productOverB = s.in(b);
          k.multiply(s.in(a), productOverB, productOverB);
          Tensor scaled = s.out(size, 1);
          k.scale(s.in(a), 1 / 3.0, scaled);
          Tensor scaledInPlace = s.in(a);
          k.scale(scaledInPlace, -2, scaledInPlace);
          return List.of(
              sum, sumOverA, sumOverB, doubled, product, productOverB, scaled, scaledInPlace);
        },
        once,
        once,
        once,
        once,
        once,
        once,
        once,
        once);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void sigmoidAndTanh(int size) {
    double[] x = random(size, 8, -12, 12);
    // Both results are below 1. tanh is bounded absolutely: formed from exp it cancels near 0.
    double[] bound = Bounds.constant(size, gamma(elementary()));
    compare(
        s -> {
          Tensor sigmoid = s.out(size, 1);
          s.backend().sigmoid(s.in(x), sigmoid);
          Tensor sigmoidInPlace = s.in(x);
          s.backend().sigmoid(sigmoidInPlace, sigmoidInPlace);
          Tensor tanh = s.out(size, 1);
          s.backend().tanh(s.in(x), tanh);
          Tensor tanhInPlace = s.in(x);
          s.backend().tanh(tanhInPlace, tanhInPlace);
          return List.of(sigmoid, sigmoidInPlace, tanh, tanhInPlace);
        },
        bound,
        bound,
        bound,
        bound);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void logAndItsGradient(int size) {
    double[] x = random(size, 8, 1e-6, 12);
    double[] dy = random(size, 9);
    double[] log = new double[size];
    double[] gradient = new double[size];
    for (int i = 0; i < size; i++) {
      log[i] = 4 * u() * (1 + Math.abs(Math.log(x[i])));
      gradient[i] = 2 * u() * Math.abs(dy[i] / x[i]);
    }
    compare(
        s -> {
          Tensor y = s.out(size, 1);
          s.backend().log(s.in(x), y);
          Tensor inPlace = s.in(x);
          s.backend().log(inPlace, inPlace);
          Tensor dx = s.out(size, 1);
          s.backend().logBackward(s.in(x), s.in(dy), dx);
          Tensor dxInPlace = s.in(dy);
          s.backend().logBackward(s.in(x), dxInPlace, dxInPlace);
          return List.of(y, inPlace, dx, dxInPlace);
        },
        log,
        log,
        gradient,
        gradient);
  }

  @Test
  default void logAtTheEnds() {
    double[] got =
        tested(
            s -> {
              Tensor y = s.out(4, 1);
              double[] ends = {0, 1, Double.POSITIVE_INFINITY, Double.NaN};
              s.backend().log(s.in(ends), y);
              return List.of(y);
            })[0];
    assertThat(got)
        .containsExactly(Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY, Double.NaN);
  }

  @Test
  default void sigmoidAndTanhAtTheEnds() {
    double[] x = {0, -0.0, 30, -30, 88, -88, 89, -89, 1000, -1000, 1e30, -1e30, 1e-20, -1e-20};
    double[] bound = Bounds.constant(x.length, gamma(elementary()));
    compare(
        s -> {
          Tensor sigmoid = s.out(x.length, 1);
          s.backend().sigmoid(s.in(x), sigmoid);
          Tensor tanh = s.out(x.length, 1);
          s.backend().tanh(s.in(x), tanh);
          return List.of(sigmoid, tanh);
        },
        bound,
        bound);
  }

  @Test
  default void nanStaysNan() {
    double[] x = Bounds.constant(17, Double.NaN);
    double[][] results =
        tested(
            s -> {
              Tensor sigmoid = s.out(17, 1);
              s.backend().sigmoid(s.in(x), sigmoid);
              Tensor tanh = s.out(17, 1);
              s.backend().tanh(s.in(x), tanh);
              Tensor product = s.in(new double[17]);
              s.backend().matmul(s.in(x), false, s.in(new double[1]), false, product, true);
              Tensor leaky = s.out(17, 1);
              s.backend().leakyRelu(s.in(x), 0, leaky);
              return List.of(sigmoid, tanh, product, leaky);
            });
    for (double[] result : results) {
      assertThat(result).containsOnly(Double.NaN);
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void sigmoidAndTanhBackward(int size) {
    double[] y = random(size, 9, 0.001, 0.999);
    double[] dy = random(size, 10);
    // dy·y·(1 − y) and dy·(1 − y·y): at most 4 roundings of values below 1.
    double[] bound = Bounds.constant(size, gamma(4));
    compare(
        s -> {
          Tensor sigmoid = s.out(size, 1);
          s.backend().sigmoidBackward(s.in(y), s.in(dy), sigmoid);
          Tensor sigmoidInPlace = s.in(dy);
          s.backend().sigmoidBackward(s.in(y), sigmoidInPlace, sigmoidInPlace);
          Tensor tanh = s.out(size, 1);
          s.backend().tanhBackward(s.in(y), s.in(dy), tanh);
          Tensor tanhInPlace = s.in(dy);
          s.backend().tanhBackward(s.in(y), tanhInPlace, tanhInPlace);
          return List.of(sigmoid, sigmoidInPlace, tanh, tanhInPlace);
        },
        bound,
        bound,
        bound,
        bound);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void leakyReluAndItsGradient(int size) {
    for (double slope : new double[] {0, 0.01, 0.2, 1}) {
      leakyRelu(random(size, 13), random(size, 14), slope);
    }
  }

  @Test
  default void leakyReluAtTheEnds() {
    double inf = Double.POSITIVE_INFINITY;
    double[] x = {0, -0.0, 0x1p100, -0x1p100, inf, -inf};
    double[][] got =
        tested(
            s -> {
              Tensor y = s.out(x.length, 1);
              s.backend().leakyRelu(s.in(x), 0.25, y);
              Tensor dx = s.out(x.length, 1);
              s.backend().leakyReluBackward(y, s.in(Bounds.constant(6, 1)), 0.25, dx);
              return List.of(y, dx);
            });
    assertThat(got[0]).containsExactly(0, -0.0, 0x1p100, -0x1p98, inf, -inf);
    assertThat(got[1]).containsExactly(0.25, 0.25, 1, 0.25, 1, 0.25);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void maxOverTimeAndItsGradient(int size) {
    for (int steps : new int[] {1, 2, 5}) {
      double[] x = random(steps * size * 3, 15);
      double[] ties = Sizes.whole(steps * size * 3, 16); // where the first of equal ones counts
      double[] dout = random(size * 3, 17);
      for (double[] values : List.of(x, ties)) {
        compare(
            s -> {
              Tensor in = s.in(values, steps * size, 3);
              Tensor out = s.out(size, 3);
              s.backend().maxOverTime(in, steps, out);
              Tensor dx = s.out(steps * size, 3);
              s.backend().maxOverTimeBackward(in, steps, s.in(dout, size, 3), dx);
              return List.of(out, dx);
            },
            new double[size * 3], // nothing is rounded
            new double[steps * size * 3]);
      }
    }
  }

  @Test
  default void maxOverTimeAtTheEnds() {
    double inf = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    double[] x = {-inf, 1, nan, 2, -0.0, /* then */ -inf, inf, 3, nan, 0.0};
    double[][] got =
        tested(
            s -> {
              Tensor in = s.in(x, 2, 5);
              Tensor out = s.out(1, 5);
              s.backend().maxOverTime(in, 2, out);
              Tensor dx = s.out(2, 5);
              s.backend().maxOverTimeBackward(in, 2, s.in(Bounds.constant(5, 1), 1, 5), dx);
              return List.of(out, dx);
            });
    assertThat(got[0]).containsExactly(-inf, inf, nan, nan, -0.0);
    assertThat(got[1]).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
  }

  private void leakyRelu(double[] x, double[] dy, double slope) {
    int n = x.length;
    // The slope and its product are rounded.
    double[] bound = Bounds.times(gamma(2), x);
    double[] backBound = Bounds.times(gamma(2), dy);
    compare(
        s -> {
          Tensor y = s.out(n, 1);
          s.backend().leakyRelu(s.in(x), slope, y);
          Tensor inPlace = s.in(x);
          s.backend().leakyRelu(inPlace, slope, inPlace);
          Tensor dx = s.out(n, 1);
          s.backend().leakyReluBackward(s.in(x), s.in(dy), slope, dx);
          Tensor dxInPlace = s.in(dy);
          s.backend().leakyReluBackward(s.in(x), dxInPlace, slope, dxInPlace);
          return List.of(y, inPlace, dx, dxInPlace);
        },
        bound,
        bound,
        backBound,
        backBound);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void geluAndItsGradient(int size) {
    gelu(random(size, 16, -12, 12), random(size, 17));
    gelu(random(size, 18, -1, 1), random(size, 19));
  }

  @Test
  default void geluAtTheEnds() {
    double[] x = {0, -0.0, 1e-20, -1e-20, 5.6, -5.6, 13.5, -13.5, 1e18, -1e18};
    gelu(x, Bounds.constant(x.length, 1));
    double[] got =
        tested(
            s -> {
              Tensor y = s.out(2, 1);
              s.backend().gelu(s.in(new double[] {Double.POSITIVE_INFINITY, Double.NaN}), y);
              return List.of(y);
            })[0];
    assertThat(got).containsExactly(Double.POSITIVE_INFINITY, Double.NaN);
  }

  /** Φ and x·φ(x) are below 1, each within the roundings of its few operations. */
  private void gelu(double[] x, double[] dy) {
    int n = x.length;
    double[] bound = Bounds.times(gamma(elementary() + 4), x);
    double[] backBound = Bounds.times(2 * gamma(elementary() + 4), dy);
    compare(
        s -> {
          Tensor y = s.out(n, 1);
          s.backend().gelu(s.in(x), y);
          Tensor inPlace = s.in(x);
          s.backend().gelu(inPlace, inPlace);
          Tensor dx = s.out(n, 1);
          s.backend().geluBackward(s.in(x), s.in(dy), dx);
          Tensor dxInPlace = s.in(dy);
          s.backend().geluBackward(s.in(x), dxInPlace, dxInPlace);
          return List.of(y, inPlace, dx, dxInPlace);
        },
        bound,
        bound,
        backBound,
        backBound);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void dropoutDropsWhatTheContractSays(int size) {
    double[] x = random(size, 15);
    for (double rate : new double[] {0, 0.1, 0.5}) {
      double[] want = new double[size];
      Arrays.setAll(want, i -> Philox.uniform(31, 32, i) < rate ? 0 : x[i] / (1 - rate));
      double[][] got =
          tested(
              s -> {
                Tensor out = s.out(size, 1);
                s.backend().dropout(s.in(x), rate, 31, 32, out);
                Tensor inPlace = s.in(x);
                s.backend().dropout(inPlace, rate, 31, 32, inPlace);
                return List.of(out, inPlace);
              });
      assertClose(got[0], want, Bounds.times(gamma(2), want));
      assertThat(got[1]).containsExactly(got[0]);
    }
  }

  @Test
  default void dropoutKeepsTheExpectation() {
    int n = 100_000;
    double rate = 0.1;
    double[] got =
        tested(
            s -> {
              Tensor x = s.in(Bounds.constant(n, 1));
              s.backend().dropout(x, rate, 33, 34, x);
              return List.of(x);
            })[0];
    // The variance of an element is rate/(1 − rate).
    double deviation = Math.sqrt(rate / (1 - rate) / n);
    assertThat(Arrays.stream(got).average().orElseThrow()).isCloseTo(1, within(4 * deviation));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void copyColumnsLeavesTheOthers(int width) {
    int rows = 5;
    double[] source = random(rows * (width + 3), 11);
    double[] target = random(rows * (width + 6), 12);
    compare(
        s -> {
          Tensor out = s.in(target, rows, width + 6);
          s.backend().copyColumns(s.in(source, rows, width + 3), 2, out, 4, width);
          return List.of(out);
        },
        new double[target.length]);
  }
}
