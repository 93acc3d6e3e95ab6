package io.sbr.autograd.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** docs/pipeline.md, sections 8 and 11 (example 6). */
class ScheduleTest {
  private static void assertRates(Schedule schedule, double... expected) {
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertThat(schedule.rate(epoch)).isCloseTo(expected[epoch], within(1e-18));
    }
  }

  @Test
  void theOlderFormTrainsThreeEpochsAtFullRate() {
    assertRates(new StepLR(1e-3, 3, 0.1, 0), 1e-3, 1e-3, 1e-3, 1e-4, 1e-4, 1e-4, 1e-5);
  }

  @Test
  void theNewerFormTrainsTwo() {
    assertRates(new StepLR(1e-3, 3, 0.1, 1), 1e-3, 1e-3, 1e-4, 1e-4, 1e-4, 1e-5);
  }
}
