package io.sbr.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Scores over the catalogue, as far as the contract does not say it. */
@RequiresCuda
class CudaHeadTest {
  /** Its lists are checked as the host wrote them; weights and loss stay on the device. */
  @Test
  void aLossWaitsForNothing() {
    Emulator.assume();
    try (Backend cuda = new CudaProvider().create(1);
        Arena arena = new Arena(cuda)) {
      Tensor sessions = arena.copyOf(new float[] {1, 2, 3, 4}, 2, 2);
      Tensor items = arena.copyOf(new float[] {1, 0, 0, 1, 1, 1}, 3, 2);
      Ints offsets = arena.copyOf(new int[] {0, 1, 3});
      Ints listed = arena.copyOf(new int[] {2, 0, 1});
      Tensor scores = arena.copyOf(new float[] {1, 2, 3}, 3);
      Scorer replaced =
          new Scorer.Replaced(new Scorer.NormalizedDot(sessions, items), offsets, listed, scores);
      Ints targets = arena.copyOf(new int[] {0, 2});
      Tensor weights = arena.copyOf(new float[] {1, 0}, 2);
      int before = Emulator.count(Emulator.WAITING);
      SoftmaxLoss loss = cuda.softmaxCrossEntropy(replaced, targets, weights, true, arena);
      assertThat(Emulator.count(Emulator.WAITING)).isGreaterThan(before + 5);
      // Scores 1, 2 and the given 1.
      double sum = 2 * Math.exp(1) + Math.exp(2);
      assertThat(loss.loss().toDoubles()[0]).isCloseTo(Math.log(sum) - 1, within(1e-6));
    }
  }

  /** A list that the caller fills anew after it was written. */
  @Test
  void aListIsCheckedAsItWasWritten() {
    try (Backend cuda = new CudaProvider().create(1);
        Arena arena = new Arena(cuda)) {
      Tensor items = arena.copyOf(new float[] {1, 2, 3}, 3, 1);
      int[] list = {0, 1};
      Scorer replaced =
          new Scorer.Replaced(
              new Scorer.Dot(arena.copyOf(new float[] {1}, 1, 1), items),
              arena.copyOf(new int[] {0, 2}),
              arena.copyOf(list),
              arena.copyOf(new float[] {7, 8}, 2));
      list[0] = 2;
      Tensor all = arena.tensor(1, 3);
      cuda.scores(replaced, all);
      assertThat(all.toFloats()).containsExactly(7, 8, 3);
    }
  }
}
