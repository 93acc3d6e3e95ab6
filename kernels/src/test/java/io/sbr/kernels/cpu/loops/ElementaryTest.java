package io.sbr.kernels.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** exp, sigmoid and tanh: how far from the truth, and whether vectors have the scalars' bits. */
class ElementaryTest {
  /** Two units in the last place. */
  private static final double TWO_ULP = 2 * 0x1p-23;

  private interface Exact {
    double of(double x);
  }

  private interface Ours {
    float of(float x);
  }

  private static double worst(float from, float to, Ours ours, Exact exact) {
    double worst = 0;
    int steps = 400_000;
    for (int i = 0; i <= steps; i++) {
      float x = from + (to - from) * i / steps;
      double want = exact.of(x);
      double error = Math.abs(ours.of(x) - want);
      worst = Math.max(worst, want == 0 ? error : error / Math.abs(want));
    }
    return worst;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  @Test
  void relativeErrorsAreWithinTwoUnitsInTheLastPlace() {
    assertThat(worst(-87, 0, ScalarMath::exp, StrictMath::exp)).isLessThan(TWO_ULP);
    assertThat(worst(-1, 0, ScalarMath::exp, StrictMath::exp)).isLessThan(TWO_ULP);
    assertThat(worst(-80, 80, ScalarMath::sigmoid, ElementaryTest::sigmoid)).isLessThan(TWO_ULP);
    assertThat(worst(-10, 10, ScalarMath::tanh, StrictMath::tanh)).isLessThan(TWO_ULP);
    assertThat(worst(-1e-3f, 1e-3f, ScalarMath::tanh, StrictMath::tanh)).isLessThan(TWO_ULP);
  }

  @Test
  void specialValues() {
    assertThat(ScalarMath.exp(0)).isEqualTo(1);
    assertThat(ScalarMath.exp(-0f)).isEqualTo(1);
    assertThat(ScalarMath.exp(-88)).isZero();
    assertThat(ScalarMath.exp(-1e30f)).isZero();
    assertThat(ScalarMath.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(ScalarMath.exp(Float.NaN)).isNaN();
    // A NaN whose payload would reach the exponent if its bits were added to it.
    assertThat(ScalarMath.exp(Float.intBitsToFloat(0x7FC001FF))).isNaN();
    assertThat(ScalarMath.sigmoid(0)).isEqualTo(0.5f);
    assertThat(ScalarMath.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(ScalarMath.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(ScalarMath.sigmoid(Float.NaN)).isNaN();
    assertThat(ScalarMath.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(ScalarMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(ScalarMath.tanh(Float.NaN)).isNaN();
    assertThat(ScalarMath.tanh(1e-30f)).isEqualTo(1e-30f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 15, 16, 17, 100, 1023, 1024, 1025, 5000})
  void vectorsHaveTheBitsOfScalars(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = -100 + 200f * i / n;
    }
    x[n / 2] = Float.NaN;
    x[n / 3] = Float.NEGATIVE_INFINITY;
    Loops vector = new VectorLoops();
    float[] y = new float[n];
    float[] negative = x.clone();
    IntStream.range(0, n).forEach(i -> negative[i] = -Math.abs(x[i]));
    vector.exp(negative, 0, y, 0, n);
    assertBits(y, negative, ScalarMath::exp);
    vector.sigmoid(x, 0, y, 0, n);
    assertBits(y, x, ScalarMath::sigmoid);
    vector.tanh(x, 0, y, 0, n);
    assertBits(y, x, ScalarMath::tanh);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 255, 256, 257, 1025})
  void plainLoopsHaveTheBitsOfScalars(int n) {
    float[] x = new float[n + 3];
    for (int i = 0; i < x.length; i++) {
      x[i] = -100 + 200f * i / n;
    }
    x[n / 2] = Float.NaN;
    x[n / 3] = -0f;
    Loops plain = new PlainLoops();
    float[] y = new float[n];
    float[] negative = new float[n];
    IntStream.range(0, n).forEach(i -> negative[i] = -Math.abs(x[i]));
    plain.exp(negative, 0, y, 0, n);
    assertBits(y, negative, ScalarMath::exp);
    float[] part = Arrays.copyOfRange(x, 3, x.length);
    plain.sigmoid(x, 3, y, 0, n);
    assertBits(y, part, ScalarMath::sigmoid);
    plain.tanh(x, 3, y, 0, n);
    assertBits(y, part, ScalarMath::tanh);
  }

  @Test
  void aboveIsGreaterThan() {
    float[] numbers = {
      0,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      1,
      Math.nextUp(1f),
      -1,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN
    };
    for (float x : numbers) {
      for (float bar : numbers) {
        assertThat(ScalarMath.above(x, bar)).as("%s > %s", x, bar).isEqualTo(x > bar ? 1 : 0);
      }
    }
  }

  private static void assertBits(float[] y, float[] x, Ours scalar) {
    for (int i = 0; i < x.length; i++) {
      int got = Float.floatToIntBits(y[i]);
      int want = Float.floatToIntBits(scalar.of(x[i]));
      assertThat(got).as("element %d, x = %s", i, x[i]).isEqualTo(want);
    }
  }
}
