package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network with neighbours blended in, by every command. */
class BlendCommandsTest {
  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path data;
  private static Path run;
  private static Cli.Outcome trained;

  @BeforeAll
  static void train() throws IOException {
    data = Cli.ring(shared.resolve("ring"));
    run = shared.resolve("run");
    trained = Cli.train(data, run, "--blend", "v-sknn", "--epochs", 3);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void trainingShowsTheBlendBesideItsPartsAndHowMuchEachCounts() {
    assertThat(trained.out())
        .containsPattern("(?m)^ +srgnn\\+v-sknn +[0-9]")
        .containsPattern("(?m)^ +srgnn +[0-9]")
        .containsPattern("(?m)^ +v-sknn +[0-9]")
        .contains("part of v-sknn in the blend, fitted on validation; gamma")
        .containsPattern("(?m)^ +≥ 10 +[01]\\.[0-9]{3} ");
    assertThat(trained.err())
        .contains("srgnn+v-sknn: validation recall@20")
        .containsPattern("blend +v-sknn +command line");
    JsonNode json = Cli.train(data, temp.resolve("json"), "--blend=v-sknn", "--json").json();
    assertThat(json.path("apart").path("srgnn").path("recall@20").isNumber()).isTrue();
    assertThat(json.path("apart").path("v-sknn").path("mrr@20").isNumber()).isTrue();
    assertThat(json.path("blend").path("lambda").size()).isEqualTo(5);
    assertThat(json.path("settings").path("blend").path("name").asText()).isEqualTo("v-sknn");
    assertThat(json.path("baselines").has("srgnn")).isFalse();
    assertThat(json.path("baselines").has("markov")).isTrue();
  }

  @Test
  void everyCommandKnowsIt() {
    JsonNode measured = Cli.run("evaluate", "--run", run, "--latency", 5, "--json").json();
    assertThat(measured.path("model").asText()).isEqualTo("srgnn+v-sknn");
    assertThat(measured.path("coverage@20").isNumber()).isTrue();
    assertThat(measured.path("latency").path("requests").asInt()).isEqualTo(5);
    Cli.Outcome conservative = Cli.run("evaluate", "--run", run, "--ties", "conservative");
    assertThat(conservative.code()).as(conservative.err()).isZero();
    String table = Cli.run("results", run).out();
    assertThat(table)
        .contains("| srgnn+v-sknn |", "srgnn+v-sknn: srgnn alone ", "srgnn+v-sknn: v-sknn alone ");
    Cli.Outcome resumed = Cli.run("train", "--run", run, "--resume");
    assertThat(resumed.code()).as(resumed.err()).isZero();
  }

  /** What the command says, the program's interface says. */
  @Test
  void answersAreThoseOfTheApi() {
    Cli.Outcome outcome =
        Cli.run("recommend", "--run", run, "--items", "30,40", "--top", 4, "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode answered = outcome.json();
    assertThat(answered.path("items").size()).as(outcome.out()).isEqualTo(4);
    try (SessionRecommender shop = SessionRecommender.load(run, "auto", 1)) {
      List<Recommendation.Item> items = shop.recommend(List.of("30", "40"), 4).items();
      for (int i = 0; i < 4; i++) {
        JsonNode item = answered.path("items").get(i);
        assertThat(item.path("item").asText()).isEqualTo(items.get(i).id());
        assertThat(item.path("score").asDouble()).isEqualTo(items.get(i).score());
      }
    }
    assertThat(answered.path("model").asText()).isEqualTo("srgnn+v-sknn");
  }

  @Test
  void anAnswerIsExplained() {
    JsonNode why = Cli.run("explain", "--run", run, "--items", "30", "--json").json();
    assertThat(why.path("lambda").asDouble()).isPositive();
    for (JsonNode result : why.path("results")) {
      double sum =
          result.path("from_network").asDouble() + result.path("from_neighbours").asDouble();
      assertThat(sum).isCloseTo(result.path("score").asDouble(), within(1e-12));
    }
    assertThat(why.path("network").path("results").size()).isEqualTo(5);
    assertThat(why.path("neighbours").path("items").get(0).path("sessions").size()).isPositive();
    String text = Cli.run("explain", "--run", run, "--items", "30").out();
    assertThat(text)
        .contains("srgnn+v-sknn: probability = what srgnn and v-sknn add")
        .contains("what srgnn says", "what v-sknn says", "past sessions");
    Cli.Outcome picture = Cli.run("explain", "--run", run, "--items", "30", "--format", "svg");
    assertThat(picture.out()).contains("<svg");
  }

  /** By a settings file of a method, named in the settings file of the network beside it. */
  @Test
  void aSettingsFileMayNameAnother() throws IOException {
    Files.writeString(temp.resolve("near.properties"), "model = v-sknn\nneighbours = 7\n");
    Path both = temp.resolve("both.properties");
    Files.writeString(both, "model = srgnn\nblend = near.properties\n");
    Path by = temp.resolve("by");
    Cli.Outcome outcome =
        Cli.run(
            "train",
            "--settings",
            both,
            "--data",
            data,
            "--run",
            by,
            "--hidden",
            8,
            "--epochs",
            1,
            "--threads",
            1);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("v-sknn (neighbours 7)", "file " + both);
    assertThat(Cli.run("results", by).out()).contains("| both |");
    Path on = temp.resolve("on");
    Cli.Outcome typed = Cli.train(data, on, "--blend", temp.resolve("near.properties"));
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(Cli.run("results", on, run).out())
        .contains("| srgnn+v-sknn hidden 8, batch-size 16, blend v-sknn (neighbours 7) |");
  }

  @Test
  void resultsTestsWhatTheBlendGainsOverEachPart() {
    String gain = "; blended [+−][0-9.]+ \\(p [<0-9. ]+\\) / [+−][0-9.]+ \\(p [<0-9. ]+\\)\\.";
    assertThat(Cli.run("results", run).out())
        .containsPattern("srgnn\\+v-sknn: srgnn alone .* on the same examples" + gain)
        .containsPattern("srgnn\\+v-sknn: v-sknn alone .* on the same examples" + gain);
    JsonNode row = Cli.run("results", run, "--json").json().path("tables").path(0).path("rows");
    JsonNode gains = row.path(0).path("gains");
    JsonNode apart = row.path(0).path("runs").path(0).path("test_apart");
    for (String part : List.of("srgnn", "v-sknn")) {
      double alone = apart.path(part).path("mrr@20").asDouble();
      double blended = row.path(0).path("mrr@20").path("mean").asDouble();
      assertThat(gains.path(part).path("mrr_difference").asDouble())
          .isCloseTo(blended - alone, within(1e-9));
      assertThat(gains.path(part).path("mrr_p").asDouble()).isBetween(0.0, 1.0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--blend=sr; --blend takes a neighbour method (sknn, v-sknn, stan, v-stan, vmis-knn), not sr",
        "--blend=srgnn; --blend takes a neighbour method",
        "--blend=nothing; --blend nothing is neither a neighbour method (sknn",
        "--blend=v-sknn --protocol=paper; blend needs the honest or the final protocol",
        "--blend=v-sknn --model=stan; blend has an effect on models with weights alone, not on stan",
        "--blend=v-sknn --neighbours=5; neighbours has no effect on srgnn"
      })
  void whatCannotBeIsRefusedInALine(String options, String said) {
    Object[] arguments = ("train --run " + temp.resolve("no") + " " + options).split(" ");
    Cli.Outcome outcome = Cli.run(arguments);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(said).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "model = markov, not markov of",
    "neighbours = 5, the file names no model",
    "model = nothing, no model 'nothing'",
    "'model = stan\nepochs = 3', epochs has no effect on stan"
  })
  void aFileThatIsNoMethodsIsRefused(String lines, String said) throws IOException {
    Path file = temp.resolve("bad.properties");
    Files.writeString(file, lines);
    Cli.Outcome outcome = Cli.train(data, temp.resolve("no"), "--blend", file);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(said).doesNotContain("\tat ");
  }
}
