package io.sbr.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Sessions;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MadeUpLogTest {
  private static final int ITEMS = 1000;
  private static final int SESSIONS = 20_000;

  private final Sessions sessions = new MadeUpLog(ITEMS).sessions(0, SESSIONS);

  @Test
  void sessionsHaveTenClicksOnAverageAndTwoAtLeast() {
    assertThat((double) sessions.clicks() / SESSIONS).isCloseTo(10, within(0.2));
    assertThat(IntStream.range(0, SESSIONS).map(sessions::length).min()).hasValue(2);
  }

  @Test
  void popularityFallsAsOneOverTheRank() {
    int[] clicks = new int[ITEMS + 1];
    for (int item : sessions.items()) {
      clicks[item]++;
    }
    assertThat(clicks[0]).isZero();
    int[] sorted = Arrays.stream(clicks).sorted().toArray();
    double harmonic = IntStream.rangeClosed(1, ITEMS).mapToDouble(n -> 1.0 / n).sum();
    for (int rank : new int[] {1, 2, 10, 100}) {
      double share = (double) sorted[ITEMS + 1 - rank] / sessions.clicks();
      assertThat(share * rank * harmonic).as("rank %d", rank).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void aPartIsWhatTheWholeHasThere() {
    Sessions part = new MadeUpLog(ITEMS).sessions(500, 600);
    for (int s = 0; s < 100; s++) {
      assertThat(part.items(s)).isEqualTo(sessions.items(500 + s));
    }
  }
}
