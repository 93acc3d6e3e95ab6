package io.sbr.bench.load.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Percentiles and rates, by numbers that are known. */
class TallyTest {
  private static final Answer OK = new Answer(200, new byte[0], false);
  private static final long MILLI = 1_000_000;
  private static final Percentage DIGITS = Percentage.withPercentage(0.1);

  @Test
  void percentilesOfAThousandTimes() {
    Tally tally = new Tally();
    for (int millis = 1000; millis >= 1; millis--) {
      tally.asked();
      tally.answered(OK, true, millis * MILLI, 1);
    }
    LoadResult result = tally.result(0, 2_000 * MILLI);
    Percentiles latency = result.latency();
    assertThat(latency.at(50)).isCloseTo(500, DIGITS);
    assertThat(latency.at(90)).isCloseTo(900, DIGITS);
    assertThat(latency.at(99)).isCloseTo(990, DIGITS);
    assertThat(latency.at(99.9)).isCloseTo(999, DIGITS);
    assertThat(latency.max()).isCloseTo(1000, DIGITS);
    assertThat(latency.mean()).isCloseTo(500.5, DIGITS);
    assertThat(result.throughput()).isCloseTo(500, within(1e-9));
    assertThat(latency.json())
        .containsOnlyKeys("count", "p50", "p90", "p99", "p99.9", "max", "mean");
  }

  @Test
  void whatWasWaitedInVainCountsAndWhatWasRefusedDoesNot() {
    Tally tally = new Tally();
    for (int i = 0; i < 4; i++) {
      tally.asked();
    }
    tally.answered(OK, true, 1 * MILLI, 0);
    tally.answered(new Answer(503, new byte[0], false), true, 1, 0);
    tally.timedOut(100 * MILLI);
    tally.failed("reset");
    LoadResult result = tally.result(0, 1);
    assertThat(result.latency().count()).isEqualTo(2);
    assertThat(result.latency().max()).isCloseTo(100, DIGITS);
    assertThat(result.errors()).isEqualTo(3);
    assertThat(result.statuses()).containsEntry(200, 1L).containsEntry(503, 1L);
    assertThat(result.failures()).containsEntry("reset", 1L);
  }

  @Test
  void answersThatComeLateLowerTheRate() {
    Tally tally = new Tally();
    for (int i = 0; i < 10; i++) {
      tally.asked();
      tally.answered(OK, true, MILLI, 10_000 * MILLI);
    }
    assertThat(tally.result(0, 1_000 * MILLI).throughput()).isCloseTo(1, within(1e-9));
  }

  @Test
  void nothingIsZero() {
    LoadResult result = new Tally().result(0, 1);
    assertThat(result.latency().max()).isZero();
    assertThat(result.latency().at(90)).isZero();
    assertThat(result.throughput()).isZero();
  }
}
