package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neighbour methods and rules by every command, in this JVM and without a device. */
class NeighbourCommandsTest {
  private static final String ITEM = "30";

  @TempDir Path temp;

  private String train(String... more) throws IOException {
    String run = temp.resolve("run").toString();
    Path data = temp.resolve("ring");
    if (!Files.exists(data)) {
      Cli.ring(data);
    }
    Object[] given = {"train", "--data", data, "--run", run};
    Cli.Outcome outcome = Cli.run(Stream.of(given, more).flatMap(Stream::of).toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return run;
  }

  @ParameterizedTest
  @CsvSource({
    "ar, rules.safetensors",
    "sr, rules.safetensors",
    "item-knn, rules.safetensors",
    "slist-local, rules.safetensors",
    "sknn, sessions.index",
    "v-sknn, sessions.index",
    "stan, sessions.index",
    "v-stan, sessions.index",
    "vmis-knn, sessions.index"
  })
  void everyCommandKnowsThem(String model, String file) throws IOException {
    String run = train("--model", model);
    assertThat(Path.of(run, file)).isNotEmptyFile();
    JsonNode evaluated = Cli.run("evaluate", "--run", run, "--json").json();
    assertThat(evaluated.path("recall@20").asDouble()).isGreaterThan(50);
    JsonNode answered = Cli.run("recommend", "--run", run, "--items", ITEM, "--json").json();
    JsonNode explained = Cli.run("explain", "--run", run, "--items", ITEM, "--json").json();
    assertThat(explained.path("items").size()).isPositive();
    for (int i = 0; i < explained.path("items").size(); i++) {
      JsonNode result = explained.path("items").get(i);
      assertThat(result.path("item")).isEqualTo(answered.path("items").get(i).path("item"));
      double score = result.path("score").asDouble();
      assertThat(answered.path("items").get(i).path("score").asDouble()).isEqualTo(score);
      double said = result.path("said").asDouble();
      for (JsonNode cause : result.path("causes")) {
        said += cause.path("weight").asDouble();
      }
      assertThat(said).isCloseTo(score, within(1e-9 * Math.max(1, score)));
    }
    String text = Cli.run("explain", "--run", run, "--items", ITEM).out();
    assertThat(text).contains(model, ITEM);
    Cli.Outcome picture = Cli.run("explain", "--run", run, "--items", ITEM, "--format", "svg");
    assertThat(picture.code()).isEqualTo(2);
    assertThat(picture.err()).contains(model + " has no session graph to draw");
    assertThat(Cli.run("results", run).out()).contains(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules.safetensors", "sessions.index"})
  void aDamagedFileIsRefusedByName(String file) throws IOException {
    String run = train("--model", file.startsWith("rules") ? "sr" : "v-sknn");
    Path damaged = Path.of(run, file);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    Cli.Outcome outcome = Cli.run("evaluate", "--run", run);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(file).doesNotContain("\tat ");
  }

  @Test
  void withoutFillingFewerItemsAreAnswered() throws IOException {
    String run = train("--model", "sr", "--reach", "1", "--pruning", "2", "--fill", "none");
    JsonNode answered = Cli.run("recommend", "--run", run, "--items", ITEM, "--json").json();
    assertThat(answered.path("items").size()).isBetween(1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "v-sknn, --sessions-per-day, 100, only with fade-days yes",
    "sknn, --lambda-snh, 5, no effect on sknn",
    "ar, --neighbours, 5, no effect on ar",
    "v-sknn, --neighbours, 0, must be between",
    "stan, --epochs, 3, --epochs has no"
  })
  void whatHasNoEffectIsRefused(String model, String option, String value, String said) {
    Cli.Outcome outcome = Cli.run("train", "--model", model, option, value);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(said);
  }
}
