package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import org.junit.jupiter.api.Test;

class LossMonitorTest {
  @Test
  void everyLossCountsHoweverSeldomTheyAreRead() {
    try (Backend backend = Backends.choose("reference", 1).backend();
        Arena arena = new Arena(backend)) {
      for (int every = 1; every <= 4; every++) {
        LossMonitor monitor = new LossMonitor(every, arena, 100);
        for (int step = 1; step <= 6; step++) {
          int read = monitor.add(arena.copyOf(new double[] {step}, 1), 10);
          assertThat(read).isEqualTo(-1);
        }
        assertThat(monitor.read()).isEqualTo(-1);
        assertThat(monitor.sum()).isEqualTo(100 + 10 * 21);
        assertThat(monitor.latest()).isEqualTo(6);
      }
    }
  }

  @Test
  void theFirstLossThatIsNotFiniteIsPointedAt() {
    try (Backend backend = Backends.choose("reference", 1).backend();
        Arena arena = new Arena(backend)) {
      LossMonitor monitor = new LossMonitor(3, arena, 0);
      assertThat(monitor.add(arena.copyOf(new double[] {1}, 1), 1)).isEqualTo(-1);
      assertThat(monitor.add(arena.copyOf(new double[] {Double.NaN}, 1), 1)).isEqualTo(-1);
      assertThat(monitor.add(arena.copyOf(new double[] {Double.NaN}, 1), 1)).isEqualTo(1);
      assertThat(new LossMonitor(1, arena, 0).add(arena.copyOf(new double[] {1.0 / 0}, 1), 1))
          .isZero();
    }
  }
}
