package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.random;

import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layer normalisation and unit vectors; each size once as a number of rows and once as a width. */
interface NormContract extends Comparison {
  double EPSILON = 1e-5;

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void layerNormOfRows(int size) {
    layerNorm(size, 5);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void layerNormOfWidths(int size) {
    layerNorm(5, size);
  }

  private void layerNorm(int n, int c) {
    Norm norm = new Norm(n, c);
    double[] statisticsBound = new double[n * 2];
    double[] bound = new double[n * c];
    for (int r = 0; r < n; r++) {
      double magnitude = 0;
      double deviation = 0;
      for (int i = r * c; i < (r + 1) * c; i++) {
        magnitude += Math.abs(norm.x[i]) / c;
        deviation += Math.abs(norm.x[i] - norm.mean(r)) / c;
      }
      // The mean, then x − μ, then the mean of its squares, then ρ, whose slope is ρ³/2.
      double meanError = gamma(c + 1) * magnitude;
      double centreError = meanError + 2 * u() * (1 + magnitude); // |x| ≤ 1
      double variance = 1 / (norm.rho(r) * norm.rho(r)) - EPSILON;
      double varianceError =
          centreError * (2 * deviation + centreError) + gamma(c + 2) * variance + u() * EPSILON;
      double rhoError = norm.rho(r) * norm.rho(r) * varianceError / 2 + gamma(4); // relative
      statisticsBound[2 * r] = meanError;
      statisticsBound[2 * r + 1] = rhoError * norm.rho(r);
      for (int i = r * c; i < (r + 1) * c; i++) {
        double unit = Math.abs(norm.unit(i));
        double unitError = norm.rho(r) * centreError + unit * (rhoError + gamma(3));
        double weight = Math.abs(norm.weight[i % c]);
        bound[i] = weight * unitError + gamma(2) * (weight * unit + Math.abs(norm.bias[i % c]));
      }
    }
    compare(
        s -> {
          Tensor statistics = s.out(n, 2);
          Tensor out = s.out(n, c);
          s.backend()
              .layerNorm(
                  s.in(norm.x, n, c), s.in(norm.weight), s.in(norm.bias), EPSILON, statistics, out);
          return List.of(statistics, out);
        },
        statisticsBound,
        bound);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void layerNormBackwardOfRows(int size) {
    layerNormBackward(size, 5);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void layerNormBackwardOfWidths(int size) {
    layerNormBackward(5, size);
  }

  private void layerNormBackward(int n, int c) {
    Norm norm = new Norm(n, c);
    double[] dy = random(n * c, 4);
    double[] bound = new double[n * c];
    double[] weightBound = new double[c];
    double[] biasBound = new double[c];
    for (int r = 0; r < n; r++) {
      double sumA = 0;
      double sumAx = 0;
      for (int i = r * c; i < (r + 1) * c; i++) {
        double a = Math.abs(dy[i] * norm.weight[i % c]);
        sumA += a / c;
        sumAx += a * Math.abs(norm.unit(i)) / c;
        weightBound[i % c] += gamma(n + 5) * Math.abs(dy[i] * norm.unit(i));
        biasBound[i % c] += gamma(n) * Math.abs(dy[i]);
      }
      for (int i = r * c; i < (r + 1) * c; i++) {
        // x̂ within 3 roundings, a within 1, their means c more, and the difference of three.
        double a = Math.abs(dy[i] * norm.weight[i % c]);
        double size = a + sumA + Math.abs(norm.unit(i)) * sumAx;
        bound[i] = gamma(c + 14) * norm.rho(r) * size;
      }
    }
    compare(
        s -> {
          Tensor dx = s.out(n, c);
          Tensor dweight = s.out(1, c);
          Tensor dbias = s.out(1, c);
          s.backend()
              .layerNormBackward(
                  s.in(norm.x, n, c),
                  s.in(norm.weight),
                  s.in(norm.statistics, n, 2),
                  s.in(dy, n, c),
                  dx,
                  dweight,
                  dbias);
          return List.of(dx, dweight, dbias);
        },
        bound,
        weightBound,
        biasBound);
  }

  /** A row of equal numbers has variance 0: ε alone stands below the line. */
  @Test
  default void aConstantRowBecomesTheBias() {
    double[] x = Bounds.constant(3 * 16, 0.5);
    double[] bias = random(16, 3);
    double[] want = new double[3 * 16];
    Arrays.setAll(want, i -> bias[i % 16]);
    double[][] got =
        tested(
            s -> {
              Tensor statistics = s.out(3, 2);
              Tensor out = s.out(3, 16);
              Tensor weight = s.in(random(16, 2));
              s.backend().layerNorm(s.in(x, 3, 16), weight, s.in(bias), EPSILON, statistics, out);
              return List.of(out, statistics);
            });
    assertClose(got[0], want, Bounds.constant(3 * 16, 0)); // sums of sixteen halves are exact
    double rho = 1 / Math.sqrt(EPSILON);
    double[] statistics = {0.5, rho, 0.5, rho, 0.5, rho};
    assertClose(got[1], statistics, Bounds.times(gamma(4), statistics));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void unitVectorAndItsGradient(int n) {
    double[] x = random(n, 5);
    double[] dy = random(n, 6);
    double norm = Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    double[] y = new double[n];
    Arrays.setAll(y, i -> (float) (x[i] / norm));
    double dot = 0;
    for (int i = 0; i < n; i++) {
      dot += Math.abs(y[i] * dy[i]);
    }
    double[] bound = new double[n];
    for (int i = 0; i < n; i++) {
      bound[i] = gamma(2 * n + 8) * (Math.abs(dy[i]) + Math.abs(y[i]) * dot) / norm;
    }
    compare(
        s -> {
          Tensor unit = s.out(1, n);
          s.backend().unitVector(s.in(x, 1, n), unit);
          Tensor dx = s.out(n, 1);
          s.backend().unitVectorBackward(s.in(x), s.in(y), s.in(dy), dx);
          return List.of(unit, dx);
        },
        Bounds.times(gamma(n + 4), y),
        bound);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void unitRowsAndTheirGradient(int size) {
    unitRows(size, 5);
    unitRows(5, size);
  }

  private void unitRows(int n, int c) {
    double[] x = random(n * c, 5);
    double[] dy = random(n * c, 6);
    double[] y = new double[n * c];
    double[] bound = new double[n * c];
    for (int r = 0; r < n; r++) {
      double square = 0;
      double along = 0;
      for (int i = r * c; i < (r + 1) * c; i++) {
        square += x[i] * x[i];
      }
      for (int i = r * c; i < (r + 1) * c; i++) {
        y[i] = (float) (x[i] / Math.sqrt(square));
        along += Math.abs(y[i] * dy[i]);
      }
      for (int i = r * c; i < (r + 1) * c; i++) {
        double size = Math.abs(dy[i]) + Math.abs(y[i]) * along;
        bound[i] = gamma(2 * c + 8) * size / Math.sqrt(square);
      }
    }
    compare(
        s -> {
          Tensor unit = s.out(n, c);
          s.backend().unitRows(s.in(x, n, c), unit);
          Tensor dx = s.out(n, c);
          s.backend().unitRowsBackward(s.in(x, n, c), s.in(y, n, c), s.in(dy, n, c), dx);
          return List.of(unit, dx);
        },
        Bounds.times(gamma(c + 4), y),
        bound);
  }

  /** Rows whose squares a float does not hold point where they point, too. */
  @Test
  default void unitRowsOfAnyLength() {
    int[] exponents = {-120, -70, 0, 70, 120};
    double[] x = new double[15];
    double[] want = new double[15];
    for (int r = 0; r < 5; r++) {
      x[3 * r] = Math.scalb(3.0, exponents[r]);
      x[3 * r + 2] = -Math.scalb(4.0, exponents[r]);
      want[3 * r] = 0.6;
      want[3 * r + 2] = -0.8;
    }
    double[] got =
        tested(
            s -> {
              Tensor unit = s.out(5, 3);
              s.backend().unitRows(s.in(x, 5, 3), unit);
              return List.of(unit);
            })[0];
    assertClose(got, want, Bounds.constant(15, gamma(8)));
  }

  @Test
  default void aRowOfZerosHasNoDirection() {
    double[] x = {0, 0, 0, 3, 0, 4};
    double[][] got =
        tested(
            s -> {
              Tensor unit = s.out(2, 3);
              s.backend().unitRows(s.in(x, 2, 3), unit);
              Tensor dx = s.out(2, 3);
              Tensor dy = s.in(new double[] {1, 2, 3, 0, 5, 0}, 2, 3);
              s.backend().unitRowsBackward(s.in(x, 2, 3), unit, dy, dx);
              return List.of(unit, dx);
            });
    assertClose(got[0], new double[] {0, 0, 0, 0.6, 0, 0.8}, Bounds.constant(6, gamma(4)));
    assertClose(got[1], new double[] {0, 0, 0, 0, 1, 0}, Bounds.constant(6, gamma(8)));
  }

  /** Rows to normalise, with statistics rounded so that both sides go back from the same. */
  final class Norm {
    final double[] x;
    final double[] weight;
    final double[] bias;
    final double[] statistics;
    private final int c;

    Norm(int n, int c) {
      this.c = c;
      x = random(n * c, 1);
      weight = random(c, 2);
      bias = random(c, 3);
      statistics = new double[2 * n];
      for (int r = 0; r < n; r++) {
        double mean = Arrays.stream(x, r * c, (r + 1) * c).sum() / c;
        double squares = 0;
        for (int i = r * c; i < (r + 1) * c; i++) {
          squares += (x[i] - mean) * (x[i] - mean);
        }
        statistics[2 * r] = (float) mean;
        statistics[2 * r + 1] = (float) (1 / Math.sqrt(squares / c + EPSILON));
      }
    }

    double mean(int row) {
      return statistics[2 * row];
    }

    double rho(int row) {
      return statistics[2 * row + 1];
    }

    /** x̂ of element i. */
    double unit(int i) {
      return (x[i] - mean(i / c)) * rho(i / c);
    }
  }
}
