package io.sbr.autograd.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.GradientTerm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/pipeline.md, section 7. */
class AdamTest {
  private final Backend backend = new ReferenceBackend();

  @Test
  void followsTheFormulaByHand() {
    try (Arena arena = new Arena(backend)) {
      Parameter w = new Parameter("w", arena.copyOf(new double[] {0.5, -2}, 2));
      Adam adam = new Adam(List.of(w), Adam.Settings.withDecay(0.01), arena);
      double[] gradient = {0.3, -0.1};
      double[] x = {0.5, -2};
      double[] m = new double[2];
      double[] v = new double[2];
      for (int t = 1; t <= 3; t++) {
        w.gradient().add(new GradientTerm.Dense(arena.copyOf(gradient, 2), 0));
        adam.step(0.1);
        for (int i = 0; i < 2; i++) {
          double g = gradient[i] + 0.01 * x[i];
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.999 * v[i] + 0.001 * g * g;
          double mHat = m[i] / (1 - Math.pow(0.9, t));
          double vHat = v[i] / (1 - Math.pow(0.999, t));
          x[i] -= 0.1 * mHat / (Math.sqrt(vHat) + 1e-8);
        }
        assertThat(w.value().toDoubles()).containsExactly(x, within(1e-14));
      }
    }
  }

  @Test
  void noGradientMeansNoStepAndAZeroGradientMeansDecay() {
    try (Arena arena = new Arena(backend)) {
      Parameter still = new Parameter("still", arena.copyOf(new double[] {1}, 1));
      Parameter decays = new Parameter("decays", arena.copyOf(new double[] {1}, 1));
      Adam adam = new Adam(List.of(still, decays), Adam.Settings.withDecay(1e-5), arena);
      decays.gradient().add(new GradientTerm.Dense(arena.copyOf(new double[] {0}, 1), 0));
      adam.step(1e-3);
      assertThat(still.value().toDoubles()).containsExactly(1);
      // About the learning rate per step, whatever the size of the decay.
      assertThat(decays.value().toDoubles()[0]).isCloseTo(1 - 1e-3, within(1e-5));
      assertThat(decays.gradient()).isEmpty();
    }
  }

  /**
   * ‖(3, 4)‖ = 5 allows a gradient of length 0.05; (0.6, 0.8) has length 1 and is cut to (0.03,
   * 0.04). Weights of length 0 count as 0.001, so that (0, 0.1) becomes (0, 1e-5). The last row's
   * gradient is short enough, and a vector is one unit: ‖(3, 4)‖ again, against (0.03, 0.04).
   */
  @Test
  void adaptiveClippingByHand() {
    double[] weights = {3, 4, 0, 0, 30, 40};
    double[] clipped = {0.03, 0.04, 0, 1e-5, 0.3, 0.1};
    try (Arena arena = new Arena(backend)) {
      Parameter matrix = new Parameter("matrix", arena.copyOf(weights, 3, 2));
      Parameter vector = new Parameter("vector", arena.copyOf(new double[] {3, 4}, 2));
      Adam.Settings plain = Adam.Settings.withDecay(0.01);
      Adam adam =
          new Adam(List.of(matrix, vector), plain.withClipping(GradientClipping.adaptive()), arena);
      // In two terms: only their sum has the lengths above.
      matrix.gradient().add(dense(arena, new double[] {0.5, 1, 0, 0, 0.3, 0}, 3, 2));
      matrix.gradient().add(dense(arena, new double[] {0.1, -0.2, 0, 0.1, 0, 0.1}, 3, 2));
      vector.gradient().add(dense(arena, new double[] {0.03, 0.04}, 2));
      adam.step(0.1);
      assertThat(matrix.gradient()).isEmpty();
      for (int i = 0; i < clipped.length; i++) {
        // m = (1 − β₁)·(g + decay·w), with the clipped g.
        assertThat(adam.slots().get(0).firstMoment().toDoubles()[i])
            .isCloseTo(0.1 * (clipped[i] + 0.01 * weights[i]), within(1e-15));
      }
      assertThat(adam.slots().get(1).firstMoment().toDoubles())
          .containsExactly(new double[] {0.1 * 0.06, 0.1 * 0.08}, within(1e-15));
    }
    assertThat(backend.liveBytes()).isZero();
  }

  @Test
  void clippingThatNeverBindsChangesNothing() {
    try (Arena arena = new Arena(backend)) {
      Parameter plain = new Parameter("plain", arena.copyOf(new double[] {0.5, -2}, 2));
      Parameter wide = new Parameter("wide", arena.copyOf(new double[] {0.5, -2}, 2));
      Adam.Settings settings = Adam.Settings.withDecay(0.01);
      Adam one = new Adam(List.of(plain), settings, arena);
      Adam two =
          new Adam(List.of(wide), settings.withClipping(new GradientClipping(1e9, 1)), arena);
      for (int t = 0; t < 3; t++) {
        plain.gradient().add(dense(arena, new double[] {0.3, -0.1}, 2));
        wide.gradient().add(dense(arena, new double[] {0.3, -0.1}, 2));
        one.step(0.1);
        two.step(0.1);
      }
      assertThat(wide.value().toDoubles()).isEqualTo(plain.value().toDoubles());
    }
  }

  private static GradientTerm dense(Arena arena, double[] values, int... dims) {
    return new GradientTerm.Dense(arena.copyOf(values, dims), 0);
  }
}
