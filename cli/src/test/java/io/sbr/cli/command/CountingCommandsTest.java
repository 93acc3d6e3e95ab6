package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --model markov} and its like by every command, in this JVM and without a device. */
class CountingCommandsTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"pop", "s-pop", "markov"})
  void everyCommandKnowsThem(String model) {
    String run = temp.resolve("run").toString();
    JsonNode trained =
        Cli.run("train", "--model", model, "--run", run, "--protocol", "paper", "--json").json();
    assertThat(trained.path("settings").path("model").path("name").asText()).isEqualTo(model);
    assertThat(trained.has("backend")).isFalse();
    // With paper both have learned from all of train.
    double recall = trained.path("recall@20").asDouble();
    assertThat(recall).isPositive();
    JsonNode compared =
        Cli.run("train", "--model", "pop", "--run", run + "-pop", "--protocol", "paper", "--json")
            .json();
    JsonNode baseline = model.equals("pop") ? compared : compared.path("baselines").path(model);
    assertThat(baseline.path("recall@20").asDouble()).isEqualTo(recall);

    JsonNode evaluated = Cli.run("evaluate", "--run", run, "--json").json();
    assertThat(evaluated.path("recall@20").asDouble()).isEqualTo(recall);
    String item = trained.path("data").path("items").asInt() > 0 ? anItem(run) : "";
    JsonNode answered = Cli.run("recommend", "--run", run, "--items", item, "--json").json();
    assertThat(answered.path("items")).hasSize(20);
    JsonNode explained = Cli.run("explain", "--run", run, "--items", item, "--json").json();
    assertThat(explained.path("counted").asText()).isNotEmpty();
    assertThat(explained.path("items").get(0).path("score").asDouble())
        .isEqualTo(answered.path("items").get(0).path("score").asDouble());
    assertThat(Cli.run("explain", "--run", run, "--items", item).out()).contains("popularity");
    Cli.Outcome picture = Cli.run("explain", "--run", run, "--items", item, "--format", "svg");
    assertThat(picture.code()).isEqualTo(2);
    assertThat(picture.err()).contains(model + " has no session graph to draw");
    assertThat(Cli.run("results", run, "--data", "demo").out()).contains("| " + model + " |");
  }

  /** In its report, by itself, and in a table: the figures of the same sessions. */
  @ParameterizedTest
  @ValueSource(strings = {"paper", "honest", "final"})
  void countingBesideAModelLearnsFromTheSameSessions(String protocol) {
    JsonNode beside = trained("pop", protocol).path("baselines").path("markov");
    JsonNode alone = trained("markov", protocol);
    for (String figure : List.of("recall@20", "mrr@20", "ndcg@5")) {
      assertThat(beside.path(figure).asDouble())
          .as(figure)
          .isEqualTo(alone.path(figure).asDouble())
          .isPositive();
    }
    JsonNode table =
        Cli.run("results", temp.resolve("pop-" + protocol), "--json").json().path("tables").get(0);
    assertThat(table.path("protocol").asText()).isEqualTo(protocol);
    JsonNode row = table.path("rows").get(2);
    assertThat(row.path("row").asText()).isEqualTo("markov");
    assertThat(row.path("mrr@20").path("mean").asDouble())
        .isEqualTo(alone.path("mrr@20").asDouble());
    if (protocol.equals("honest")) { // a tenth less, which shows
      JsonNode all = trained("pop", "paper").path("baselines").path("markov");
      assertThat(beside.path("mrr@20").asDouble()).isNotEqualTo(all.path("mrr@20").asDouble());
    }
  }

  private JsonNode trained(String model, String protocol) {
    Cli.Outcome outcome =
        Cli.run(
            "train",
            "--model",
            model,
            "--run",
            temp.resolve(model + "-" + protocol),
            "--protocol",
            protocol,
            "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.json();
  }

  private static String anItem(String run) {
    String line =
        Cli.run("train", "--model", "pop", "--run", run + "-first")
            .out()
            .lines()
            .filter(text -> text.startsWith("go on:"))
            .findFirst()
            .orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs, 3",
    "--lr, 0.1",
    "--seed, 2",
    "--batch-size, 5",
    "--patience, 2",
    "--threads, 2",
    "--hidden, 8"
  })
  void whatHasNoEffectIsRefused(String option, String value) {
    Cli.Outcome outcome = Cli.run("train", "--model", "markov", option, value);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(option.equals("--hidden") ? "hidden has no effect on markov" : option + " has no")
        .doesNotContain("\tat ");
  }

  @Test
  void aFinishedRunGoesOnWithoutHarm() {
    String run = temp.resolve("run").toString();
    String first = Cli.run("train", "--model", "markov", "--run", run, "--json").out();
    JsonNode again = Cli.run("train", "--run", run, "--resume", "--json").json();
    assertThat(first).contains("\"recall@20\"");
    assertThat(again.path("settings").path("model").path("name").asText()).isEqualTo("markov");
  }
}
