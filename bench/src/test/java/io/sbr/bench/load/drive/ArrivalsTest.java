package io.sbr.bench.load.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

/** Intended times, by their distribution. */
class ArrivalsTest {
  private static double[] gaps(Arrivals arrivals, double rate, int count) {
    LongSupplier schedule = arrivals.schedule(rate, new MersenneTwister(7));
    double[] gaps = new double[count];
    long before = 0;
    for (int i = 0; i < count; i++) {
      long time = schedule.getAsLong();
      gaps[i] = time - before;
      before = time;
    }
    return gaps;
  }

  @Test
  void poissonGapsAreExponential() {
    double[] gaps = gaps(Arrivals.POISSON, 1000, 200_000);
    assertThat(StatUtils.min(gaps)).isNotNegative();
    assertThat(StatUtils.mean(gaps)).isCloseTo(1e6, within(1e4));
    assertThat(Math.sqrt(StatUtils.variance(gaps))).isCloseTo(1e6, within(2e4));
    assertThat(StatUtils.percentile(gaps, 50)).isCloseTo(1e6 * Math.log(2), within(2e4));
  }

  @Test
  void evenTimesDoNotDrift() {
    LongSupplier schedule = Arrivals.EVEN.schedule(300, new MersenneTwister(7));
    long last = LongStream.generate(schedule).skip(2_999_999).findFirst().orElseThrow();
    assertThat(last).isEqualTo(10_000_000_000_000L);
  }

  @Test
  void aScheduleIsThatOfItsSeed() {
    assertThat(gaps(Arrivals.POISSON, 10, 100)).isEqualTo(gaps(Arrivals.POISSON, 10, 100));
  }

  @Test
  void aRateIsPositive() {
    assertThatThrownBy(() -> Arrivals.POISSON.schedule(0, new MersenneTwister(7)))
        .hasMessage("--rate must be above 0, not 0.0");
  }
}
