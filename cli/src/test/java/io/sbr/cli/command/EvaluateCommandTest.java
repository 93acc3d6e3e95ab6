package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code evaluate} and {@code train} say beside accuracy, and by which rule. */
class EvaluateCommandTest {
  private static final List<String> LISTS = List.of("coverage@20", "popularity@20", "gini@20");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;
  private static Path ordered;
  private static Path conservative;
  private static JsonNode trained;

  @BeforeAll
  static void train() throws IOException {
    // three items of which two are always equally popular
    data =
        Cli.plain(shared.resolve("data"), "10 20\n20 10\n10 30\n20 30\n30 10\n", "30 20\n10 20\n");
    ordered = shared.resolve("ordered");
    conservative = shared.resolve("conservative");
    trained = pop(ordered, "--json").json();
    Cli.Outcome other = pop(conservative, "--ties", "conservative");
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.err()).containsPattern("ties +conservative +command line");
    assertThat(other.out()).contains("learned in one pass, ties conservative\n");
  }

  private static Cli.Outcome pop(Path run, Object... more) {
    return Cli.run(
        Stream.concat(
                Stream.of("train", "--data", data, "--run", run, "--model", "pop"),
                Stream.concat(Stream.of("--protocol", "paper", "--k", "1,20"), Stream.of(more)))
            .toArray());
  }

  private static Cli.Outcome evaluate(Path run, Object... more) {
    return Cli.run(Stream.concat(Stream.of("evaluate", "--run", run), Stream.of(more)).toArray());
  }

  @Test
  void whatIsRecommendedIsReportedAndKept() {
    JsonNode json = evaluate(ordered, "--k", "1,20", "--json").json();
    for (String key : LISTS) {
      assertThat(json.get(key)).as(key).isEqualTo(trained.get(key));
      assertThat(trained.get("baselines").get("markov").has(key)).as(key).isTrue();
    }
    // clicks 4, 3, 3: of one item the list is always 10; of three all of them
    assertThat(json.get("coverage@1").asDouble()).isEqualTo(1.0 / 3);
    assertThat(json.get("popularity@1").asDouble()).isEqualTo(1);
    assertThat(json.get("coverage@20").asDouble()).isEqualTo(1);
    assertThat(json.get("gini@20").asDouble()).isZero();
    assertThat(json.get("popularity@20").asDouble()).isEqualTo((1 + 0.75 + 0.75) / 3);
    assertThat(evaluate(ordered).out())
        .contains("what is recommended, shares from 0 to 1\n")
        .containsPattern("coverage@5 +popularity@5 +gini@5");
    assertThat(Cli.run("results", ordered).out())
        .contains("| row | coverage@20 | popularity@20 | Gini@20 |")
        .contains("| pop | 1.000 | 0.833 | 0.000 |");
  }

  @Test
  void depthsThatNobodyIsShownHaveRanksAlone() {
    JsonNode json = evaluate(ordered, "--k", "101", "--json").json();
    assertThat(json.has("recall@101")).isTrue();
    assertThat(json.has("coverage@101")).isFalse();
    assertThat(evaluate(ordered, "--k", "101").out()).doesNotContain("recommended");
  }

  @Test
  void theRuleIsSaidWhereItIsNotTheUsualOne() {
    assertThat(trained.has("ties")).isFalse();
    JsonNode usual = evaluate(ordered, "--json").json();
    assertThat(usual.has("ties")).isFalse();
    JsonNode own = evaluate(conservative, "--json").json();
    assertThat(own.get("ties").asText()).isEqualTo("conservative");
    JsonNode asked = evaluate(ordered, "--ties", "conservative", "--json").json();
    assertThat(asked.get("mrr@20")).isEqualTo(own.get("mrr@20"));
    assertThat(asked.get("ties").asText()).isEqualTo("conservative");
    // 20 is second by number and third of the two with three clicks
    assertThat(usual.get("mrr@20").asDouble()).isEqualTo(50);
    assertThat(own.get("mrr@20").asDouble()).isCloseTo(100.0 / 3, within(1e-9));
    assertThat(evaluate(conservative).out()).contains("in percent, ties conservative\n");
    assertThat(evaluate(conservative, "--ties", "ordered").out()).doesNotContain("ties");
  }

  /** And so are the baselines of its table. */
  @Test
  void aTableHasOneRule() {
    JsonNode tables = Cli.run("results", ordered, conservative, "--json").json().get("tables");
    assertThat(tables).hasSize(2);
    assertThat(tables.get(0).has("ties")).isFalse();
    assertThat(tables.get(1).get("ties").asText()).isEqualTo("conservative");
    double[] mrr = new double[2];
    for (int t = 0; t < 2; t++) {
      for (JsonNode row : tables.get(t).get("rows")) {
        if (row.get("row").asText().equals("s-pop")) {
          mrr[t] = row.get("mrr@20").get("mean").asDouble();
        }
      }
      assertThat(tables.get(t).findValuesAsText("row")).containsExactly("pop", "s-pop", "markov");
    }
    assertThat(mrr[1]).isPositive().isLessThan(mrr[0]);
    assertThat(Cli.run("results", ordered, conservative).out()).contains("; ties conservative\n");
  }

  @Test
  void keptRanksAreByTheRunsOwnRule() {
    Path file = folder.resolve("ranks.csv.gz");
    Cli.Outcome refused = evaluate(ordered, "--ranks", file, "--ties", "conservative");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("by the rule of the run, ties ordered; leave --ties out");
    assertThat(file).doesNotExist();
    assertThat(evaluate(conservative, "--ranks", file, "--ties", "conservative").code()).isZero();
    assertThat(file).hasSameBinaryContentAs(conservative.resolve("ranks.csv.gz"));
  }

  @Test
  void aRunKeepsItsRule() {
    Cli.Outcome other = Cli.run("train", "--run", conservative, "--resume", "--ties", "ordered");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("was begun with ties conservative, not ordered");
    assertThat(Cli.run("train", "--run", conservative, "--resume").out())
        .contains("ties conservative");
  }

  @Test
  void singleRequestsAreTimed() {
    JsonNode json = evaluate(ordered, "--latency", "30", "--json").json();
    JsonNode latency = json.get("latency");
    assertThat(latency.get("requests").asInt()).isEqualTo(30);
    assertThat(latency.get("warm_up").asInt()).isPositive();
    assertThat(latency.get("milliseconds").fieldNames())
        .toIterable()
        .containsExactly("p50", "p75", "p90", "p95", "p99", "p99.5", "max");
    assertThat(latency.get("milliseconds").get("p50").asDouble()).isPositive();
    assertThat(json.has("recall@20")).isTrue();
    assertThat(evaluate(ordered, "--latency", "30").out())
        .containsPattern("30 single requests for 20 items, .* to warm up, in ms: p50 [0-9.]+, p75");
    assertThat(trained.has("latency")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10000001"})
  void anAbsurdNumberOfRequestsIsRefused(String requests) {
    Cli.Outcome refused = evaluate(ordered, "--latency", requests);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--latency must be between 1 and 10000000");
  }

  @Test
  void aRuleThatThereIsNotIsRefused() {
    assertThat(evaluate(ordered, "--ties", "kind").code()).isEqualTo(2);
    assertThat(evaluate(ordered, "--ties", "kind").err()).contains("--ties").contains("kind");
  }
}
