package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the averages are, and that weights are as before once they have answered. */
class WeightAverageTest {
  @Test
  void everyTenthStepMovesTheAverageByItsShare() {
    try (Backend backend = new ReferenceBackend();
        Arena arena = new Arena(backend)) {
      Parameter parameter = new Parameter("w", arena.copyOf(new double[] {1, -1}, 2));
      WeightAverage average = new WeightAverage(List.of(parameter), 40, arena);
      double[] mean = {1, -1};
      for (int step = 1; step <= 315; step++) {
        backend.write(new double[] {step, 2 * step}, parameter.value());
        average.after(step);
        if (step % 10 == 0) {
          double share = step <= 50 ? 1 : Math.max(50.0 / step, 0.25); // a fifth, at most 40 steps
          mean[0] += share * (step - mean[0]);
          mean[1] += share * (2 * step - mean[1]);
        }
      }
      double[] last = parameter.value().toDoubles();
      average.during(
          () -> assertThat(parameter.value().toDoubles()).containsExactly(mean, within(1e-12)));
      assertThat(parameter.value().toDoubles()).isEqualTo(last);
      assertThatThrownBy(
              () ->
                  average.during(
                      () -> {
                        throw new IllegalStateException("while averages answer");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(parameter.value().toDoubles()).isEqualTo(last);
      assertThat(average.state()).containsOnlyKeys("average.w");
      average.settle();
      assertThat(parameter.value().toDoubles()).containsExactly(mean, within(1e-12));
    }
  }

  @Test
  void withoutAnAverageTheLastWeightsAnswer() {
    try (Backend backend = new ReferenceBackend();
        Arena arena = new Arena(backend)) {
      Parameter parameter = new Parameter("w", arena.copyOf(new double[] {3}, 1));
      WeightAverage none = new WeightAverage(List.of(parameter), 0, arena);
      none.after(10);
      none.during(() -> assertThat(parameter.value().toDoubles()).containsExactly(3));
      none.settle();
      assertThat(parameter.value().toDoubles()).containsExactly(3);
      assertThat(none.state()).isEmpty();
    }
  }
}
