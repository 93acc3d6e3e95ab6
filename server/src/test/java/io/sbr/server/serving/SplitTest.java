package io.sbr.server.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static Split split(Object... namesAndShares) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < namesAndShares.length; i += 2) {
      shares.put((String) namesAndShares[i], ((Number) namesAndShares[i + 1]).doubleValue());
    }
    return new Split(shares);
  }

  /** Within four standard deviations of 100,000 draws. */
  @Test
  void sharesAreThoseOfTheSessions() {
    Split split = split("a", 70, "off", 0, "b", 25, "c", 5);
    Map<String, Long> counts =
        IntStream.range(0, 100_000)
            .mapToObj(s -> split.of("session-" + s))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(counts).containsOnlyKeys("a", "b", "c");
    assertThat(counts.get("a")).isBetween(69_400L, 70_600L);
    assertThat(counts.get("b")).isBetween(24_400L, 25_600L);
    assertThat(counts.get("c")).isBetween(4_700L, 5_300L);
  }

  /** Other servers and later starts must find the same: these are by hand, with sha256sum. */
  @Test
  void aSessionStaysWithItsRun() {
    // printf s1 | sha256sum: e8bc…, of ffff that is 0.909; s2: ad32…, 0.677; s3: 4124…, 0.254
    assertThat(split("a", 1, "b", 1).of("s3")).isEqualTo("a");
    assertThat(split("a", 1, "b", 1).of("s2")).isEqualTo("b");
    assertThat(split("a", 0.9, "b", 0.1).of("s2")).isEqualTo("a");
    assertThat(split("a", 0.9, "b", 0.1).of("s1")).isEqualTo("b");
  }

  @Test
  void whatIsNoShareIsRefused() {
    assertThatThrownBy(() -> split("a", -1))
        .hasMessage("the share of a must be 0 or more, not -1.0");
    assertThatThrownBy(() -> split("a", Double.NaN)).hasMessageContaining("the share of a");
    assertThatThrownBy(() -> split("a", 0, "b", 0)).hasMessage("no share is above 0");
  }
}
