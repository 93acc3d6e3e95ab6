package io.sbr.autograd.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/pipeline.md, section 7. */
class AdagradTest {
  private final Backend backend = new ReferenceBackend();

  @Test
  void followsTheFormulaByHand() {
    try (Arena arena = new Arena(backend)) {
      Parameter w = new Parameter("w", arena.copyOf(new double[] {0.5, -2}, 2));
      Adagrad adagrad = new Adagrad(List.of(w), 0.3, arena);
      double[] gradient = {0.3, -0.1};
      double[] x = {0.5, -2};
      double[] a = new double[2];
      double[] v = new double[2];
      for (int t = 1; t <= 3; t++) {
        if (t == 2) { // in two terms: their sum counts
          w.gradient().add(new GradientTerm.Dense(arena.copyOf(new double[] {0.2, 0.4}, 2), 0));
          w.gradient().add(new GradientTerm.Dense(arena.copyOf(new double[] {0.1, -0.5}, 2), 0));
        } else {
          w.gradient().add(new GradientTerm.Dense(arena.copyOf(gradient, 2), 0));
        }
        adagrad.step(0.1);
        for (int i = 0; i < 2; i++) {
          a[i] += gradient[i] * gradient[i];
          v[i] = 0.3 * v[i] - 0.1 * gradient[i] / Math.sqrt(a[i] + 1e-6);
          x[i] += v[i];
        }
        assertThat(w.value().toDoubles()).containsExactly(x, within(1e-14));
        assertThat(w.gradient()).isEmpty();
        assertThat(adagrad.steps()).isEqualTo(t);
      }
    }
  }

  /** Rows 2 and 0 of a table that begins a row later: row 2 twice, its gradients summed first. */
  @Test
  void ofALookUpOnlyTheRowsLookedUpMove() {
    try (Arena arena = new Arena(backend)) {
      Parameter table = new Parameter("table", arena.filled(1, 4, 1));
      Adagrad adagrad = new Adagrad(List.of(table), 0.5, arena);
      table.gradient().add(rows(arena, new double[] {1, 2, 3}));
      adagrad.step(0.1);
      double first = 0.1 / Math.sqrt(1 + 1e-6 / 4);
      double third = 0.1 / Math.sqrt(1 + 1e-6 / 16);
      assertThat(table.value().toDoubles())
          .containsExactly(new double[] {1, 1 - first, 1, 1 - third}, within(1e-14));
      // A gradient in full: rows without one now move by their momentum alone.
      table.gradient().add(new GradientTerm.Dense(arena.filled(0, 4, 1), 0));
      adagrad.step(0.1);
      assertThat(table.value().toDoubles())
          .containsExactly(new double[] {1, 1 - 1.5 * first, 1, 1 - 1.5 * third}, within(1e-14));
    }
  }

  /** Choices 2, 0, 2 of the rows below the first. */
  private static GradientTerm rows(Arena arena, double[] values) {
    RowGather index =
        new RowGather(
            3,
            arena.copyOf(new int[] {2, 0, 2}),
            2,
            arena.copyOf(new int[] {0, 2}),
            arena.copyOf(new int[] {0, 1, 3}),
            arena.copyOf(new int[] {1, 0, 2}));
    return new GradientTerm.Rows(index, arena.copyOf(values, 3, 1), 1);
  }

  @Test
  void twoLookUpsOfOneTableAreRefused() {
    try (Arena arena = new Arena(backend)) {
      Parameter table = new Parameter("table", arena.filled(1, 4, 1));
      Adagrad adagrad = new Adagrad(List.of(table), 0, arena);
      table.gradient().add(rows(arena, new double[] {1, 2, 3}));
      table.gradient().add(rows(arena, new double[] {1, 2, 3}));
      assertThatThrownBy(() -> adagrad.step(0.1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "adagrad: table[4, 1] was looked up 2 times in one step; its rows must be looked up"
                  + " together");
    }
  }

  @Test
  void continuesFromItsState() {
    try (Arena arena = new Arena(backend)) {
      Parameter whole = new Parameter("w", arena.filled(1, 2));
      Parameter resumed = new Parameter("w", arena.filled(7, 2));
      Adagrad straight = new Adagrad(List.of(whole), 0.9, arena);
      Adagrad later = new Adagrad(List.of(resumed), 0.9, arena);
      step(straight, whole, arena);
      later.state().forEach((name, tensor) -> backend.copy(straight.state().get(name), tensor));
      later.resumeAt(straight.steps());
      step(straight, whole, arena);
      step(later, resumed, arena);
      assertThat(resumed.value().toDoubles()).isEqualTo(whole.value().toDoubles());
      assertThat(later.steps()).isEqualTo(2);
      assertThat(straight.state().keySet()).containsExactly("w", "adagrad.a.w", "adagrad.v.w");
    }
  }

  private static void step(Adagrad adagrad, Parameter w, Arena arena) {
    Tensor gradient = arena.copyOf(new double[] {0.3, -1}, 2);
    w.gradient().add(new GradientTerm.Dense(gradient, 0));
    adagrad.step(0.1);
  }
}
