package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.SampledKernels.BprMax;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses over candidates that the rows of a batch share. */
interface SampledContract extends Comparison {
  /** Scores are below this in size. */
  double LARGEST = 4;

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void sampledSoftmax(int size) {
    sampledSoftmax(3, Math.max(3, size));
    int rows = Math.min(size, 127);
    sampledSoftmax(rows, rows + 5);
    sampledSoftmax(Math.max(1, rows), Math.max(1, rows)); // nothing beside the targets
  }

  private void sampledSoftmax(int rows, int cols) {
    double[] scores = random(rows * cols, 1, -LARGEST, LARGEST);
    double[] weights = random(rows, 2, 0, 1);
    double[] losses = new double[rows];
    double[] gradient = new double[rows * cols];
    for (int b = 0; b < rows; b++) {
      double[] p = softmax(Arrays.copyOfRange(scores, b * cols, (b + 1) * cols), -1);
      double rounding = weights[b] * gamma(roundings(cols));
      losses[b] = rounding * (1 + Math.abs(Math.log(p[b])));
      for (int j = 0; j < cols; j++) {
        gradient[b * cols + j] = 2 * rounding * (p[j] + (j == b ? 1 : 0));
      }
    }
    compare(
        side -> {
          Tensor given = side.in(scores, rows, cols);
          Tensor out = side.out(rows, 1);
          Tensor slopes = side.out(rows, cols);
          side.backend().sampledSoftmax(given, side.in(weights), out, slopes);
          Tensor again = side.out(rows, 1);
          side.backend().sampledSoftmax(given, side.in(weights), again, given); // in place
          return List.of(out, slopes, again, given);
        },
        losses,
        gradient,
        losses,
        gradient);
  }

  /** Of a softmax of so many scores below {@link #LARGEST}, and what is made of it. */
  private double roundings(int cols) {
    return 2 * cols + 8 * elementary() + 8 * LARGEST + 40;
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void bprMax(int size) {
    for (BprMax form : new BprMax[] {new BprMax(0, 1.5), new BprMax(0.5, 0.9), new BprMax(1, 0)}) {
      bprMax(3, Math.max(3, size), form);
      int rows = Math.max(2, Math.min(size, 127));
      bprMax(rows, rows + 5, form);
      bprMax(rows, rows, form);
    }
  }

  private void bprMax(int rows, int cols, BprMax form) {
    double[] scores = random(rows * cols, 3, -LARGEST, LARGEST);
    double[] weights = random(rows, 4, 0, 1);
    double[] losses = new double[rows];
    double[] gradient = new double[rows * cols];
    for (int b = 0; b < rows; b++) {
      double[] r = new double[cols];
      for (int j = 0; j < cols; j++) {
        double x = scores[b * cols + j];
        r[j] = form.elu() > 0 && x < 0 ? form.elu() * Math.expm1(x) : x;
      }
      double[] s = softmax(r, b);
      double mean = 0;
      for (int j = 0; j < cols; j++) {
        mean += s[j] / (1 + Math.exp(r[j] - r[b]));
      }
      double rounding = weights[b] * gamma(roundings(cols));
      double square = LARGEST * LARGEST;
      losses[b] = rounding * (2 + Math.abs(Math.log(mean)) + 2 * form.decay() * square);
      for (int j = 0; j < cols; j++) {
        double size = 2 / mean + form.decay() * (2 * square + 2 * LARGEST);
        gradient[b * cols + j] = 2 * rounding * (j == b ? 1 : s[j] * size);
      }
    }
    compare(
        side -> {
          Tensor given = side.in(scores, rows, cols);
          Tensor out = side.out(rows, 1);
          Tensor slopes = side.out(rows, cols);
          side.backend().bprMax(given, side.in(weights), form, out, slopes);
          Tensor again = side.out(rows, 1);
          side.backend().bprMax(given, side.in(weights), form, again, given); // in place
          return List.of(out, slopes, again, given);
        },
        losses,
        gradient,
        losses,
        gradient);
  }

  private static double[] softmax(double[] r, int without) {
    double[] p = Arrays.stream(r).map(Math::exp).toArray();
    if (without >= 0) {
      p[without] = 0;
    }
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  /** Of C equal scores each has 1/C of the softmax, and half of the others is behind. */
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void lossesOfEqualScores(int size) {
    int cols = size + 1;
    double[][] got =
        tested(
            side -> {
              Tensor scores = side.in(new double[cols], 1, cols);
              Tensor one = side.in(new double[] {1});
              Tensor softmax = side.out(1, 1);
              side.backend().sampledSoftmax(scores, one, softmax, side.out(1, cols));
              Tensor ranked = side.out(1, 1);
              BprMax form = new BprMax(0.5, 1);
              side.backend().bprMax(scores, one, form, ranked, side.out(1, cols));
              return List.of(softmax, ranked);
            });
    double[] error = {gamma(8) * Math.log(cols)};
    assertClose(got[0], new double[] {Math.log(cols)}, error);
    double[] half = {Math.log(2)};
    // Equal shares of what is no power of two sum to 1 but for their roundings.
    assertClose(got[1], half, new double[] {gamma(cols + 8)});
  }

  /** Scores far apart leave probabilities of 0: the logarithm then has ε to go by. */
  @Test
  default void scoresFarApart() {
    double[] scores = {-300, 300, 0, 300, -300, 0};
    double[][] got =
        tested(
            side -> {
              Tensor given = side.in(scores, 2, 3);
              Tensor weights = side.in(new double[] {1, 1});
              Tensor softmax = side.out(2, 1);
              Tensor slopes = side.out(2, 3);
              side.backend().sampledSoftmax(given, weights, softmax, slopes);
              Tensor ranked = side.out(2, 1);
              Tensor rankedSlopes = side.out(2, 3);
              BprMax form = new BprMax(0, 0);
              side.backend().bprMax(given, weights, form, ranked, rankedSlopes);
              return List.of(softmax, slopes, ranked, rankedSlopes);
            });
    double most = -Math.log(1e-24);
    for (int loss : new int[] {0, 2}) {
      assertClose(got[loss], new double[] {most, most}, Bounds.constant(2, gamma(16) * most));
      assertThat(Arrays.stream(got[loss + 1]).allMatch(Double::isFinite)).isTrue();
    }
  }

  @Test
  default void sampledShapesAreChecked() {
    try (Side side = new Side(backend())) {
      Tensor weights = side.in(new double[3]);
      Tensor losses = side.out(3, 1);
      refused("sampledSoftmax: ", () -> sampled(side, side.out(3, 2), weights, losses));
      refused("sampledSoftmax: ", () -> sampled(side, side.out(2, 4), weights, losses));
      refused(
          "sampledSoftmax: ", () -> sampled(side, side.out(3, 4), side.in(new double[2]), losses));
      Tensor one = side.in(new double[1], 1, 1);
      refused(
          "bprMax: ",
          () ->
              side.backend()
                  .bprMax(one, side.in(new double[1]), new BprMax(0, 0), side.out(1, 1), one));
      refused("bprMax: elu", () -> new BprMax(-1, 0));
    }
  }

  private static void sampled(Side side, Tensor scores, Tensor weights, Tensor losses) {
    Tensor gradient = side.out(scores.rows(), scores.cols());
    side.backend().sampledSoftmax(scores, weights, losses, gradient);
  }

  private static void refused(String begin, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(begin);
  }
}
