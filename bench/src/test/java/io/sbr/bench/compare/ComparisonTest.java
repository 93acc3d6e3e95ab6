package io.sbr.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.bench.output.Machine;
import io.sbr.bench.roofline.Roofline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    PassComparison comparison = PassComparison.of(runs, null);

    Map<String, Double> none = Map.of();
    assertThat(comparison.programs())
        .containsExactly(
            new PassComparison.Program(
                "sbr", List.of(25.0, 20.0, 40.0), 25, 16, 10, 1, 1, 30, 502, none),
            new PassComparison.Program(
                "packed", List.of(50.0, 60.0, 45.0), 50, 38, 10, 2, 2.375, 90, 400, none));
    assertThat(comparison.kind()).isEqualTo("step-srgnn");
  }

  @Test
  void floorIsProductsThenAdam() throws JsonProcessingException {
    // 3 (2·10·50·4 + (24·35.7 + 6·10)·16) operations at 1e-3 GFLOP/s; Adam: 6·50·4 numbers of 4
    // bytes at 1e-4 GB/s of cache.
    Roofline ceilings = new Roofline(1, 1e-3, 1e-5, 1e-4);
    double products = 3 * (4000 + (24 * 35.7 + 60) * 16) / 1e6;
    double adam = 4800 / 1e5;
    JsonNode ours = run("sbr", 1, 1000 * (products + adam) * 2, "{}", 1);
    assertThat(PassComparison.of(List.of(ours), ceilings).markdown(Machine.here()))
        .contains(String.format(Locale.ROOT, "Floor %.2f ms", 1000 * (products + adam)))
        .contains("ours takes 2.00 times that");
  }

  /** Two settings files may be of one model, and of some models nobody has counted the work. */
  @Test
  void isNamedAfterTheSettingsAndHasNoFloorWhereWorkIsNotCounted() throws JsonProcessingException {
    ObjectNode run = (ObjectNode) run("sbr", 1, 2, "{}", 1);
    run.put("model", "core").put("settings", "core-average");
    PassComparison comparison = PassComparison.of(List.of(run), new Roofline(1, 1e-3, 1e-5, 1e-4));
    assertThat(comparison.kind()).isEqualTo("step-core-average");
    assertThat(comparison.markdown(Machine.here()))
        .contains("in turns: core-average\n")
        .doesNotContain("Floor");
  }

  /** Where equal inputs share a pass, a pass gets through more examples than a batch has inputs. */
  @Test
  void ratiosAreOfTheTimeForAnExample() throws JsonProcessingException {
    JsonNode ours = ((ObjectNode) run("sbr", 10, 20, "{}", 1)).put("pairs_per_batch", 20);
    PassComparison comparison =
        PassComparison.of(List.of(ours, run("packed", 10, 20, "{}", 1)), null);
    assertThat(comparison.programs().get(1).medianRatio()).isEqualTo(2);
    assertThat(comparison.programs().get(1).minRatio()).isEqualTo(2);
    assertThat(comparison.markdown(Machine.here())).contains("| 1000 |").contains("| 500 |");
  }

  @Test
  void runsWithoutOursAreRefused() {
    assertThatThrownBy(() -> PassComparison.of(List.of(run("packed", 1, 2, "{}", 3)), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sbr");
  }

  @Test
  void productsAreComparedShapeByShape() throws JsonProcessingException {
    List<JsonNode> runs = new ArrayList<>();
    double[] ours = {80, 90, 70};
    double[] theirs = {100, 95, 105};
    for (int round = 0; round < 3; round++) {
      runs.add(products("\"program\":\"sbr\",", ours[round]));
      runs.add(products("", theirs[round]));
    }
    assertThat(ProductComparison.of(runs, null).shapes())
        .containsExactly(new ProductComparison.Shape("1024^3", 80, 100, 0.8, 91, 106));
    assertThatThrownBy(() -> ProductComparison.of(runs.subList(0, 1), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024^3");
  }

  private static JsonNode products(String program, double median) throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(
            "[{%s\"shape\":\"1024^3\",\"threads\":1,\"best\":%s,\"median\":%s}]"
                .formatted(program, median + 1, median));
  }

  private static JsonNode run(String layout, double min, double median, String cpu, int rss)
      throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(
            """
            {"model": "srgnn", "batch": 10, "items": 50, "hidden": 4, "device": "cpu (float32)",
             "layout": "%s", "peak_rss_mib": %d,
             "ms": {"step": {"min": %s, "median": %s}, "cpu": %s}}
            """
                .formatted(layout, rss, min, median, cpu));
  }
}
