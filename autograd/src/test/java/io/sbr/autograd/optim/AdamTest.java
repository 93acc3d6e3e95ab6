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

/** spec/pipeline.md, section 7. */
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
}
