package io.sbr.kernels.cuda.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.kernels.cuda.CudaProvider;
import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** An index that is out of range is refused before a kernel reads there. */
@RequiresCuda
class IndicesTest {
  @Test
  void whatTheHostWroteIsKnown() {
    try (Backend cuda = new CudaProvider().create(1);
        Arena arena = new Arena(cuda)) {
      Tensor table = arena.copyOf(new float[] {1, 2, 3}, 3, 1);
      Tensor out = arena.tensor(2, 1);
      Ints indices = arena.copyOf(new int[] {2, 3});
      assertThatThrownBy(() -> cuda.gatherRows(table, indices, out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("gatherRows: index 3 is not in [0, 3)");
      cuda.write(new int[] {2, -1}, indices);
      assertThatThrownBy(() -> cuda.gatherRows(table, indices, out))
          .hasMessage("gatherRows: index -1 is not in [0, 3)");
      cuda.write(new int[] {2, 0}, indices);
      cuda.gatherRows(table, indices, out);
      assertThat(out.toFloats()).containsExactly(3, 1);
    }
  }

  @Test
  void whatAKernelWroteIsReadBack() {
    try (Backend cuda = new CudaProvider().create(1);
        Arena arena = new Arena(cuda)) {
      Tensor table = arena.copyOf(new float[] {1, 2, 3}, 3, 1);
      Scorer scorer = new Scorer.Dot(arena.copyOf(new float[] {1}, 1, 1), table);
      Ints ranks = arena.copyOf(new int[] {0});
      Tensor out = arena.tensor(1, 1);
      cuda.ranks(scorer, arena.copyOf(new int[] {1}), ranks); // the second of three: 2
      cuda.gatherRows(table, ranks, out);
      assertThat(out.toFloats()).containsExactly(3);
      cuda.ranks(scorer, arena.copyOf(new int[] {0}), ranks);
      assertThatThrownBy(() -> cuda.gatherRows(table, ranks, out))
          .hasMessage("gatherRows: index 3 is not in [0, 3)");
    }
  }
}
