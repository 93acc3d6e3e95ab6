package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Structured gradients written out, and consumed by Adam. */
interface OptimizerContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void toDenseOfEveryTermAndTheirSum(int size) {
    toDense(new Gradient(size, 5, 7));
    toDense(new Gradient(9, size, 7));
    toDense(new Gradient(33, 17, Math.min(size, 127)));
  }

  private void toDense(Gradient g) {
    compare(
        s -> {
          Tensor none = s.out(g.rows, g.cols);
          s.backend().toDense(List.of(), none);
          Tensor dense = s.out(g.rows, g.cols);
          s.backend().toDense(List.of(g.dense(s)), dense);
          Tensor rows = s.out(g.rows, g.cols);
          s.backend().toDense(List.of(g.rows(s)), rows);
          Tensor product = s.out(g.rows, g.cols);
          s.backend().toDense(List.of(g.product(s)), product);
          Tensor sum = s.out(g.rows, g.cols);
          s.backend().toDense(g.all(s), sum);
          return List.of(none, dense, rows, product, sum);
        },
        new double[g.rows * g.cols],
        new double[g.rows * g.cols],
        Bounds.times(gamma(g.k), g.rowsMagnitude()),
        Bounds.times(gamma(g.k), g.productMagnitude()),
        Bounds.times(gamma(g.terms()), g.magnitude()));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void adam(int size) {
    adam(new Gradient(size, 5, 7), 1);
    adam(new Gradient(9, size, 7), 3);
    adam(new Gradient(33, 17, Math.min(size, 127)), 1000);
  }

  private void adam(Gradient g, long t) {
    AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 1e-2, t);
    int n = g.rows * g.cols;
    double[] w = random(n, 21);
    double[] m = random(n, 22);
    double[] v = random(n, 23, 0.5, 1);
    double[] error = Bounds.times(gamma(g.terms()), g.magnitude());
    AdamBounds bounds = new AdamBounds(this, step, w, m, v, g.magnitude(), error);
    compare(
        s -> {
          Tensor weights = s.in(w, g.rows, g.cols);
          Tensor first = s.in(m, g.rows, g.cols);
          Tensor second = s.in(v, g.rows, g.cols);
          s.backend().adam(weights, first, second, g.all(s), step);
          return List.of(weights, first, second);
        },
        bounds.weights,
        bounds.firstMoment,
        bounds.secondMoment);
  }

  /**
   * From zero moments the first step is lr·g/(|g| + ε): half of lr where g is as small as ε, and
   * none, instead of 0/0, where g is 0.
   */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void firstStepOfAdamByHand(int size) {
    double epsilon = 1e-8;
    double[] w = repeated(size, 1, -2, 0.5, 0, 0.25);
    double[] g = repeated(size, 0.25, -4, 1e-6, 0, epsilon);
    double[] want = new double[size];
    double[] bound = new double[size];
    for (int i = 0; i < size; i++) {
      want[i] = w[i] - 0.01 * g[i] / (Math.abs(g[i]) + epsilon);
      bound[i] = u() * Math.abs(w[i]) + gamma(16) * 0.01;
    }
    double[][] got =
        tested(
            s -> {
              Tensor weights = s.in(w);
              Tensor first = s.in(new double[size]);
              Tensor second = s.in(new double[size]);
              List<GradientTerm> terms = List.of(new GradientTerm.Dense(s.in(g), 0));
              AdamStep step = new AdamStep(0.01, 0.9, 0.999, epsilon, 0, 1);
              s.backend().adam(weights, first, second, terms, step);
              return List.of(weights, first, second);
            });
    assertClose(got[0], want, bound);
    double[] moment = Arrays.stream(g).map(x -> 0.1 * x).toArray();
    assertClose(got[1], moment, Bounds.times(gamma(3), moment));
  }

  private static double[] repeated(int length, double... values) {
    double[] all = new double[length];
    Arrays.setAll(all, i -> values[i % values.length]);
    return all;
  }

  /** A row whose gradient is zero still moves, by weight decay alone. */
  @Test
  default void weightDecayActsWithoutAnyTerm() {
    double[] weights =
        tested(
            s -> {
              Tensor w = s.in(new double[] {1, -1}, 1, 2);
              Tensor m = s.in(new double[2], 1, 2);
              Tensor v = s.in(new double[2], 1, 2);
              AdamStep step = new AdamStep(0.125, 0.9, 0.999, 1e-8, 0.5, 1);
              s.backend().adam(w, m, v, List.of(), step);
              return List.of(w);
            })[0];
    // g = ±½, so the step is lr·½/(½ + ε).
    double moved = 1 - 0.125 * 0.5 / (0.5 + 1e-8);
    assertClose(weights, new double[] {moved, -moved}, Bounds.constant(2, gamma(16)));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void adagrad(int size) {
    double[] g = random(size, 54);
    AdagradBounds bounds = new AdagradBounds(this, size, g, new double[size]);
    compare(
        s -> {
          Tensor weights = s.in(bounds.w);
          Tensor squares = s.in(bounds.a);
          Tensor velocity = s.in(bounds.v);
          s.backend().adagrad(weights, squares, velocity, s.in(g), AdagradBounds.STEP);
          return List.of(weights, squares, velocity);
        },
        bounds.weights,
        bounds.squares,
        bounds.velocity);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void adagradOfGatheredRows(int size) {
    adagradRows(size, 5, 7);
    adagradRows(9, size, 7);
    adagradRows(33, 17, Math.min(size, 127));
  }

  /** Rows that were gathered, some of them several times, and rows that were not: those stay. */
  private void adagradRows(int rows, int cols, int k) {
    int[] chosen = indices(k, rows, 55);
    double[] values = random(k * cols, 56);
    double[] g = new double[rows * cols];
    double[] error = new double[rows * cols];
    boolean[] gathered = new boolean[rows];
    for (int p = 0; p < k; p++) {
      gathered[chosen[p]] = true;
      for (int c = 0; c < cols; c++) {
        g[chosen[p] * cols + c] += values[p * cols + c];
        error[chosen[p] * cols + c] += gamma(k) * Math.abs(values[p * cols + c]);
      }
    }
    AdagradBounds bounds = new AdagradBounds(this, rows * cols, g, error);
    for (int i = 0; i < rows * cols; i++) {
      if (!gathered[i / cols]) {
        bounds.exact(i);
      }
    }
    compare(
        s -> {
          Tensor weights = s.in(bounds.w, rows, cols);
          Tensor squares = s.in(bounds.a, rows, cols);
          Tensor velocity = s.in(bounds.v, rows, cols);
          s.backend()
              .adagradRows(
                  weights,
                  squares,
                  velocity,
                  s.gather(chosen, rows),
                  s.in(values, k, cols),
                  AdagradBounds.STEP);
          return List.of(weights, squares, velocity);
        },
        bounds.weights,
        bounds.squares,
        bounds.velocity);
    double[] kept =
        tested(
            s -> {
              Tensor weights = s.in(bounds.w, rows, cols);
              Tensor state = s.in(bounds.a, rows, cols);
              s.backend()
                  .adagradRows(
                      weights,
                      state,
                      s.in(bounds.v, rows, cols),
                      s.gather(chosen, rows),
                      s.in(values, k, cols),
                      AdagradBounds.STEP);
              return List.of(weights);
            })[0];
    for (int i = 0; i < kept.length; i++) {
      if (!gathered[i / cols]) {
        assertThat(kept[i]).isEqualTo(bounds.w[i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void average(int size) {
    double[] mean = random(size, 41);
    double[] value = random(size, 42);
    double[] bound = Bounds.constant(size, gamma(6)); // numbers below 1, their difference below 2
    compare(
        s -> {
          Tensor some = s.in(mean);
          s.backend().average(some, s.in(value), 0.01);
          Tensor all = s.in(mean);
          s.backend().average(all, s.in(value), 1);
          Tensor none = s.in(mean);
          s.backend().average(none, s.in(value), 0);
          return List.of(some, all, none);
        },
        bound,
        bound,
        new double[size]);
  }

  /** However small the share: a value that stands still is where the average ends. */
  @Test
  default void theAverageOfAConstantIsTheConstant() {
    double[] got =
        tested(
            s -> {
              Tensor mean = s.in(new double[] {1, 0.3f, -7});
              Tensor same = s.in(new double[] {1, 0.3f, -7});
              for (int step = 0; step < 500; step++) {
                s.backend().average(mean, same, 1e-4);
              }
              return List.of(mean);
            })[0];
    assertThat(got).containsExactly(1, 0.3f, -7);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void clipUnits(int size) {
    clipUnits(size, 5, size, 5);
    clipUnits(5, size, 5, size);
    clipUnits(1, size, size);
  }

  /** Gradients of very different lengths, so that about half of the units are clipped. */
  private void clipUnits(int units, int length, int... dims) {
    double[] w = random(units * length, 31);
    double[] g = random(units * length, 32);
    for (int i = 0; i < g.length; i++) {
      g[i] *= 1 << i / length % 4; // exact
    }
    compare(
        s -> {
          Tensor gradient = s.in(g).reshape(dims);
          s.backend().clipUnits(s.in(w).reshape(dims), gradient, 2, 1e-3);
          return List.of(gradient);
        },
        // Two norms and a root each, the limit, its quotient, and the product.
        Bounds.times(gamma(2 * length + 8), g));
  }

  @Test
  default void clipUnitsByHand() {
    double[] w = {3, 4, 0, 0, 30, 40, 1, 0};
    double[] g = {0.6, -0.8, 0, 0.1, 0.3, 0.1, 0, 0};
    // Limits: 0.01·5; 0.01·0.001; 0.01·50, which the gradient keeps; no gradient, nothing to clip.
    double[] rows = {0.03, -0.04, 0, 1e-5, 0.3, 0.1, 0, 0};
    double length = Math.sqrt(0.6 * 0.6 + 0.8 * 0.8 + 0.1 * 0.1 + 0.3 * 0.3 + 0.1 * 0.1);
    double limit = 0.01 * Math.sqrt(9 + 16 + 900 + 1600 + 1);
    double[] whole = Arrays.stream(g).map(x -> x * Math.min(1, limit / length)).toArray();
    double[][] got =
        tested(
            s -> {
              Tensor matrix = s.in(g, 4, 2);
              s.backend().clipUnits(s.in(w, 4, 2), matrix, 0.01, 1e-3);
              Tensor vector = s.in(g);
              s.backend().clipUnits(s.in(w), vector, 0.01, 1e-3);
              Tensor none = s.out(0, 3);
              s.backend().clipUnits(s.out(0, 3), none, 0.01, 1e-3);
              return List.of(matrix, vector);
            });
    assertClose(got[0], rows, Bounds.times(gamma(10), rows));
    assertClose(got[1], whole, Bounds.times(gamma(24), whole));
  }

  /** One term of each structured kind, the first two at a row of their own. */
  final class Gradient {
    final int rows;
    final int cols;
    final int k;
    private final int begin;
    private final int covered;
    private final double[] dense;
    private final double[] values;
    private final double[] left;
    private final double[] right;
    private final int[] chosen;

    Gradient(int rows, int cols, int k) {
      this.rows = rows;
      this.cols = cols;
      this.begin = Math.min(rows, 1); // scores leave the padding row out
      this.covered = rows - begin;
      this.k = covered == 0 ? 0 : k;
      dense = random(covered * cols, 11);
      values = random(this.k * cols, 12);
      left = random(this.k * covered, 13);
      right = random(this.k * cols, 14);
      chosen = covered == 0 ? new int[0] : indices(this.k, covered, 15);
    }

    GradientTerm dense(Side s) {
      return new GradientTerm.Dense(s.in(dense, covered, cols), begin);
    }

    GradientTerm rows(Side s) {
      return new GradientTerm.Rows(s.gather(chosen, covered), s.in(values, k, cols), 0)
          .shifted(begin);
    }

    GradientTerm product(Side s) {
      return new GradientTerm.Product(s.in(left, k, covered), s.in(right, k, cols), begin);
    }

    List<GradientTerm> all(Side s) {
      return List.of(product(s), rows(s), dense(s));
    }

    /** Most additions that meet in one element. */
    int terms() {
      return 2 * k + 3;
    }

    double[] rowsMagnitude() {
      double[] magnitude = new double[rows * cols];
      for (int p = 0; p < k; p++) {
        for (int c = 0; c < cols; c++) {
          magnitude[(begin + chosen[p]) * cols + c] += Math.abs(values[p * cols + c]);
        }
      }
      return magnitude;
    }

    double[] productMagnitude() {
      return below(Bounds.product(Bounds.transposed(left, k, covered), right, covered, k, cols));
    }

    double[] magnitude() {
      return Bounds.plus(
          Bounds.plus(rowsMagnitude(), productMagnitude()), below(Bounds.abs(dense)));
    }

    private double[] below(double[] covers) {
      double[] whole = new double[rows * cols];
      System.arraycopy(covers, 0, whole, begin * cols, covers.length);
      return whole;
    }
  }
}
