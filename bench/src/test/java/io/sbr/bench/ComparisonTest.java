package io.sbr.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ratios of alternating runs, worked by hand. */
class ComparisonTest {
  @Test
  void ratiosAreMedianOfMediansAndLeastOfMinima() throws JsonProcessingException {
    List<JsonNode> runs = new ArrayList<>();
    double[] ourMedians = {25, 20, 40};
    double[] theirMedians = {50, 60, 45};
    for (int round = 0; round < 3; round++) {
      runs.add(run("sbr", 16 + round, ourMedians[round], "{\"mean\":30}", 500 + round));
      runs.add(run("packed", 40 - round, theirMedians[round], "{\"median\":90}", 400));
    }

    List<Comparison.Summary> summaries = Comparison.summarise(runs);

    assertThat(summaries)
        .containsExactly(
            new Comparison.Summary("sbr", List.of(25.0, 20.0, 40.0), 25, 16, 1, 1, 30, 502),
            new Comparison.Summary("packed", List.of(50.0, 60.0, 45.0), 50, 38, 2, 2.375, 90, 400));
  }

  @Test
  void runsWithoutOursAreRefused() {
    assertThatThrownBy(() -> Comparison.summarise(List.of(run("packed", 1, 2, "{}", 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sbr");
  }

  private static JsonNode run(String layout, double min, double median, String cpu, int rss)
      throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(
            """
            {"layout": "%s", "peak_rss_mib": %d,
             "ms": {"step": {"min": %s, "median": %s}, "cpu": %s}}
            """
                .formatted(layout, rss, min, median, cpu));
  }
}
