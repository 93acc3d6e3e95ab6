package io.sbr.autograd.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CooldownTest {
  @Test
  void theRateFallsEvenlyOverTheLastEpochs() {
    Cooldown schedule = new Cooldown(0.01, 9, 2, 0.1);
    assertThat(schedule.rate(0)).isEqualTo(0.01);
    assertThat(schedule.rate(6, 0.99)).isEqualTo(0.01);
    assertThat(schedule.rate(7)).isEqualTo(0.01);
    assertThat(schedule.rate(8)).isCloseTo(0.0055, within(1e-12));
    assertThat(schedule.rate(8, 0.5)).isCloseTo(0.00325, within(1e-12));
    assertThat(schedule.rate(9)).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void aTrainingShorterThanItsCooldownIsOnTheWayFromTheStart() {
    Cooldown schedule = new Cooldown(1, 1, 2, 0);
    assertThat(schedule.rate(0)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void aCooldownTakesAnEpoch() {
    assertThatThrownBy(() -> new Cooldown(1, 5, 0, 0.1)).hasMessageContaining("at least 1 epoch");
  }
}
