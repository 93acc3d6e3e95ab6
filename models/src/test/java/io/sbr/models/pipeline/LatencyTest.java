package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyTest {
  private static final Dataset DATA = Fixtures.madeUp();

  @TempDir Path temp;

  @BeforeEach
  void train() {
    TrainSettings settings =
        new TrainSettings(
            Models.settings("markov"), Optional.empty(), Protocol.HONEST, 1, 0.1, List.of(20));
    TrainingRun.train(
        temp, false, DATA, settings, Map.of(), Optional.empty(), TrainListener.NONE, () -> false);
  }

  /** p of n values stands at p (n + 1) / 100, between neighbours in proportion. */
  @Test
  void percentilesAreThoseWorkedOutByHand() {
    double[] millis = IntStream.rangeClosed(1, 999).mapToDouble(i -> 1000 - i).toArray();
    Map<String, Double> percentiles = Latency.percentiles(millis);
    assertThat(percentiles.keySet())
        .containsExactly("p50", "p75", "p90", "p95", "p99", "p99.5", "max");
    double[] expected = {500, 750, 900, 950, 990, 995, 999};
    int at = 0;
    for (double value : percentiles.values()) {
      assertThat(value).isCloseTo(expected[at++], within(1e-9));
    }
    assertThat(Latency.percentiles(new double[] {3}).values()).containsOnly(3.0);
  }

  @Test
  void asManyRequestsAreTimedAsAskedForMoreThanThereArePrefixes() {
    int requests = 10 * DATA.test().clicks();
    List<Integer> seen = new ArrayList<>();
    try (SessionRecommender run = SessionRecommender.load(temp, Optional.empty())) {
      Latency latency =
          Latency.of(
              run,
              DATA,
              requests,
              (done, total) -> {
                seen.add(done);
                return total == requests;
              });
      assertThat(latency.requests()).isEqualTo(requests);
      assertThat(latency.warmUp()).isBetween(1, Latency.WARM_UP);
      assertThat(seen).hasSize(requests).endsWith(requests);
      assertThat(latency.milliseconds().get("p50"))
          .isPositive()
          .isLessThanOrEqualTo(latency.milliseconds().get("p99"));
      assertThat(latency.milliseconds().get("max"))
          .isGreaterThanOrEqualTo(latency.milliseconds().get("p99.5"));
    }
  }

  @Test
  void withoutATestPartThereIsNothingToAsk() {
    Dataset none = new Dataset("none", DATA.items(), DATA.train(), Sessions.of());
    try (SessionRecommender run = SessionRecommender.load(temp, Optional.empty())) {
      assertThatThrownBy(() -> Latency.of(run, none, 1, (done, total) -> true))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("none: no test session");
      assertThatThrownBy(() -> Latency.of(run, DATA, 5, (done, total) -> done < 3))
          .isInstanceOf(CancellationException.class);
    }
  }
}
