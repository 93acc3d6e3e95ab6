package io.sbr.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Initial values: their distribution, and that they depend on seed and stream alone. */
class InitTest {
  private static double[] fill(Init init, int... dims) {
    double[][] values = new double[1][];
    on(
        arena -> {
          var tensor = arena.tensor(dims);
          init.fill(tensor, 7, 3);
          values[0] = tensor.toDoubles();
        });
    return values[0];
  }

  private static void on(Consumer<Arena> work) {
    try (Backend backend = new ReferenceBackend();
        Arena arena = new Arena(backend)) {
      work.accept(arena);
    }
  }

  @Test
  void normalNumbersHaveTheirMoments() {
    double[] x = fill(Init.normal(2), 100, 200);
    double mean = Arrays.stream(x).average().orElseThrow();
    double square = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
    double fourth = Arrays.stream(x).map(v -> v * v * v * v).average().orElseThrow();
    // five standard errors of each
    assertThat(mean).isCloseTo(0, within(5 * 2 / Math.sqrt(x.length)));
    assertThat(square).isCloseTo(4, within(5 * 4 * Math.sqrt(2.0 / x.length)));
    assertThat(fourth).isCloseTo(48, within(5 * 16 * Math.sqrt(96.0 / x.length)));
    assertThat(Arrays.stream(x).distinct().count()).isGreaterThan(x.length - 10);
  }

  @Test
  void boundsAreThoseOfTheirFormulas() {
    assertBound(fill(Init.glorot(), 1, 20, 30), Math.sqrt(6.0 / 50));
    assertBound(fill(Init.torch(64), 20, 30), 1.0 / 8);
    double[] positive = fill(Init.uniform(0.01, 1), 1000);
    assertThat(Arrays.stream(positive).min().orElseThrow()).isBetween(0.01, 0.03);
    assertThat(fill(Init.zeros(), 3)).containsOnly(0);
  }

  private static void assertBound(double[] x, double bound) {
    double most = Arrays.stream(x).map(Math::abs).max().orElseThrow();
    assertThat(most).isBetween(0.98 * bound, bound);
    assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(0, within(bound / 5));
  }

  @Test
  void orthogonalMatricesHaveOrthonormalColumnsOrRows() {
    double[] tall = fill(Init.orthogonal(), 12, 5);
    double[] wide = fill(Init.orthogonal(), 5, 12);
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < 5; b++) {
        double columns = 0;
        double rows = 0;
        for (int k = 0; k < 12; k++) {
          columns += tall[k * 5 + a] * tall[k * 5 + b];
          rows += wide[a * 12 + k] * wide[b * 12 + k];
        }
        assertThat(columns).isCloseTo(a == b ? 1 : 0, within(1e-12));
        assertThat(rows).isCloseTo(a == b ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void seedAndStreamDecide() {
    on(
        arena -> {
          var first = arena.tensor(4, 3);
          var other = arena.tensor(4, 3);
          Init.normal(1).fill(first, 7, 3);
          Init.normal(1).fill(other, 7, 4);
          assertThat(first.toDoubles()).isEqualTo(fill(Init.normal(1), 4, 3));
          assertThat(other.toDoubles()).isNotEqualTo(first.toDoubles());
        });
  }
}
