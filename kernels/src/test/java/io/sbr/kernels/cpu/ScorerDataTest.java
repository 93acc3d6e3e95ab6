package io.sbr.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The backends on the host look at offsets and item numbers anyway, and refuse wrong ones. */
class ScorerDataTest {
  private static final List<Backend> BACKENDS =
      List.of(new ReferenceBackend(), new CpuBackend(new PlainLoops(), 1));

  private Arena arena;

  static List<Backend> backends() {
    return BACKENDS;
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private void assertRefused(Scorer scorer, String message) {
    Tensor scores = arena.tensor(scorer.sessionCount(), scorer.itemCount());
    assertThatThrownBy(() -> arena.backend().scores(scorer, scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aSessionWithNeitherNodesNorPadding(Backend backend) {
    arena = new Arena(backend);
    Segments nodes =
        new Segments(3, 3, arena.copyOf(new int[] {0, 2, 2, 3}), arena.copyOf(new int[] {0, 0, 2}));
    Scorer scorer =
        new Scorer.TargetAttention(
            zeros(3, 4), zeros(5, 4), zeros(3, 4), zeros(3, 4), nodes, zeros(3), zeros(3));
    assertRefused(scorer, "target attention: session 1 has neither node nor padding");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void usedItemsOutOfOrderOrRange(Backend backend) {
    arena = new Arena(backend);
    assertRefused(usage(3, 5), "usage-scaled scores: index 5 is not in [0, 5)");
    assertRefused(usage(-1, 2), "usage-scaled scores: index -1 is not in [0, 5)");
    assertRefused(usage(3, 3), "usage-scaled scores: item 3 follows 3 in session 1");
    assertRefused(usage(3, 1), "usage-scaled scores: item 1 follows 3 in session 1");
  }

  /** The first session lists item 4, the second these two. */
  private Scorer usage(int first, int second) {
    Ints offsets = arena.copyOf(new int[] {0, 1, 3});
    Ints items = arena.copyOf(new int[] {4, first, second});
    return new Scorer.UsageScaled(
        zeros(2, 4), zeros(5, 4), zeros(2), new Scorer.Usage(offsets, items, zeros(3, 2)));
  }

  private Tensor zeros(int... dims) {
    return arena.zeros(Shape.of(dims));
  }
}
