package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as a table, from folders that {@code train} made. */
class ResultsCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path experiments;
  private static Path runs;

  @BeforeAll
  static void train() throws IOException {
    Path data = Cli.ring(shared.resolve("ring"));
    experiments = Files.createDirectories(shared.resolve("experiments"));
    Files.writeString(
        experiments.resolve("rows.csv"),
        "set,row,published,source\nring,wide,50.00 / 20.00,a paper\nring,srgnn,,\nring,other,,\n");
    Path wide = experiments.resolve("wide.properties");
    Files.writeString(wide, "model = srgnn\nhidden = 12\n");
    runs = shared.resolve("runs");
    for (int seed = 1; seed <= 2; seed++) {
      done(Cli.train(data, runs.resolve("a" + seed), "--protocol", "paper", "--seed", seed));
    }
    // --hidden of quickTraining would win over the file
    done(
        Cli.run(
            "train",
            "--settings",
            wide,
            "--data",
            data,
            "--run",
            runs.resolve("b"),
            "--epochs",
            3,
            "--batch-size",
            16,
            "--threads",
            1,
            "--protocol",
            "paper",
            "--lr",
            0.02));
    done(Cli.train(data, runs.resolve("h"), "--epochs", 2));
  }

  private static void done(Cli.Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static Cli.Outcome results(Object... more) {
    Object[] args =
        Stream.concat(
                Stream.of(
                    "results",
                    runs.resolve("a1"),
                    runs.resolve("a2"),
                    runs.resolve("b"),
                    runs.resolve("h")),
                Stream.of(more))
            .toArray();
    return Cli.run(args);
  }

  private static JsonNode history(String run) throws IOException {
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(Files.readString(runs.resolve(run).resolve("history.json")));
  }

  @Test
  void runsThatDifferInTheirSeedAreOneRow() throws IOException {
    JsonNode tables = results("--json").json().get("tables");
    assertThat(tables.findValuesAsText("protocol")).contains("paper", "honest");
    JsonNode paper = tables.get(0);
    assertThat(paper.get("rows").findValuesAsText("row"))
        .containsExactly("srgnn", "wide", "pop", "s-pop", "markov");
    JsonNode row = paper.get("rows").get(0);
    double a = history("a1").get("test").get("mrr@20").asDouble();
    double b = history("a2").get("test").get("mrr@20").asDouble();
    assertThat(row.get("mrr@20").get("mean").asDouble()).isCloseTo((a + b) / 2, within(1e-9));
    assertThat(row.get("mrr@20").get("deviation").asDouble())
        .isCloseTo(Math.abs(a - b) / Math.sqrt(2), within(1e-9));
    assertThat(row.get("runs")).hasSize(2);
    assertThat(row.get("settings")).hasSize(2); // hidden, batch-size
    assertThat(row.get("cpu_seconds_an_epoch").asDouble()).isPositive();
    JsonNode wide = paper.get("rows").get(1);
    assertThat(wide.get("mrr_difference").asDouble())
        .isCloseTo(history("b").get("test").get("mrr@20").asDouble() - (a + b) / 2, within(1e-9));
    assertThat(wide.get("mrr_p").asDouble()).isBetween(0.0, 1.0);
    assertThat(wide.get("recall_p").asDouble()).as("nine items, so all are hits").isEqualTo(1);
    assertThat(row.has("mrr_p")).isFalse();
    JsonNode markov = paper.get("rows").get(4);
    assertThat(markov.get("mrr_p").asDouble()).as("a ring is first order").isLessThan(0.001);
  }

  @Test
  void finalHasATableOfItsOwn() throws IOException {
    Path run = folder.resolve("f");
    Path ring = shared.resolve("ring");
    done(Cli.train(ring, run, "--epochs", 2, "--protocol", "final"));
    Cli.Outcome outcome = Cli.run("results", runs.resolve("h"), run, runs.resolve("a1"));
    assertThat(outcome.out().lines().filter(line -> line.startsWith("### ")))
        .containsExactly(
            "### ring, protocol paper: best epoch on test, as published figures are",
            "### ring, protocol honest: epoch chosen on validation, test read once",
            "### ring, protocol final: epochs chosen on validation or planned, then trained on all of"
                + " train, test read once");
    JsonNode tables = Cli.run("results", runs.resolve("h"), run, "--json").json().get("tables");
    assertThat(tables.findValuesAsText("protocol")).contains("honest", "final");
    JsonNode row = tables.get(1).get("rows").get(0);
    assertThat(row.get("runs").get(0).get("epochs")).hasSize(2);
    assertThat(row.get("runs").get(0).get("final_epochs").size()).isBetween(1, 2);
    assertThat(row.get("by_input_clicks")).isNotEmpty();
    String other = folder.resolve("g").toString();
    done(Cli.train(ring, Path.of(other), "--protocol", "final", "--validation-gap", 3));
    assertThat(Cli.run("results", run, other, "--json").json().get("tables"))
        .as("chosen on other sessions")
        .hasSize(2);
  }

  /** Its epochs were compared with nothing: times are of those on all of train. */
  @Test
  void aPlannedTrainingHasItsEpochsAndTheirTimes() {
    Path run = folder.resolve("planned");
    Path ring = shared.resolve("ring");
    done(Cli.train(ring, run, "--epochs", 2, "--protocol", "final", "--lr-schedule", "cooldown"));
    JsonNode row = Cli.run("results", run, "--json").json().get("tables").get(0).get("rows").get(0);
    assertThat(row.get("runs").get(0).get("epochs")).isEmpty();
    assertThat(row.get("runs").get(0).get("final_epochs")).hasSize(2);
    assertThat(row.get("cpu_seconds_an_epoch").asDouble()).isPositive();
    assertThat(Cli.run("results", run).out()).contains("| 1 | 2 |"); // seed, epoch
  }

  @Test
  void theTablesAreWrittenBetweenTheLinesForThem() throws Exception {
    Path page = folder.resolve("docs/results.md");
    Files.createDirectories(page.getParent());
    Files.writeString(
        page, "# By people\n<!-- results: begin -->\nold\n<!-- results: end -->\nend\n");
    Path pictures = folder.resolve("docs/curves");
    for (int time = 0; time < 2; time++) { // the second finds what the first wrote
      done(results("--experiments", experiments, "--markdown", page, "--pictures", pictures));
      assertThat(Files.readString(page))
          .startsWith("# By people\n<!-- results: begin -->\n")
          .endsWith("<!-- results: end -->\nend\n")
          .doesNotContain("old")
          .containsOnlyOnce("## ring\n")
          .contains("](curves/ring-paper.svg)", "](curves/ring-honest.svg)")
          .containsPattern("\\| wide \\| 100\\.00 \\| [0-9.]+ \\| 50\\.00 / 20\\.00 \\|")
          .containsPattern("\\| srgnn \\| 100\\.00 ± 0\\.00 \\| [0-9.]+ ± [0-9.]+ \\| – \\|")
          .contains("| other | not measured | – | – |", "Published: wide: a paper.")
          .contains("--protocol paper ring/other\n", "--protocol honest ring/wide ring/other\n")
          .containsPattern("\\| wide \\| hidden 12, lr 0\\.02, batch-size 16 \\| 3 \\|");
    }
    for (String name : List.of("ring-paper.svg", "ring-honest.svg")) {
      var picture =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(pictures.resolve(name).toFile());
      int lines = name.contains("paper") ? 3 : 1;
      assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(3 * lines);
      assertThat(Files.readString(pictures.resolve(name))).doesNotContain("NaN", "href");
    }
    Files.writeString(page, "<!-- results: end -->\n<!-- results: begin -->\n");
    assertThat(results("--markdown", page).code()).isEqualTo(2);
  }

  @Test
  void aFileWithoutTheLinesIsNotReplaced() throws IOException {
    Path page = Files.writeString(folder.resolve("page.md"), "# By people\n");
    Cli.Outcome outcome = results("--markdown", page);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).contains("<!-- results: begin -->", "<!-- results: end -->");
    assertThat(page).hasContent("# By people\n");
    Path blank = Files.writeString(folder.resolve("blank.md"), "\n");
    done(results("--markdown", blank));
    assertThat(Files.readString(blank)).startsWith("## ring\n");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("page.md", "blank.md");
  }

  @Test
  void oneUnsoundDataFolderIsNotedAndPassedOver() throws IOException {
    Path stale = Cli.plain(folder.resolve("stale"), "1 x\n", "1 2\n");
    Cli.Outcome outcome = Cli.run("results", runs.resolve("h"), "--data", stale);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("train.txt, line 1");
    assertThat(outcome.out()).contains("| srgnn | 100.00 |", "markov");
  }

  @Test
  void anUnfinishedRunIsSaidToBeOne() throws IOException {
    Path copy = copy(runs.resolve("b"), folder.resolve("b"));
    Cli.unbind(copy);
    Path history = copy.resolve("history.json");
    String text = Files.readString(history);
    int test = text.lastIndexOf(",\n  \"test\"");
    assertThat(test).isPositive();
    Files.writeString(
        history,
        text.substring(0, test).replace("\"finished\" : true", "\"finished\" : false") + "}");
    String alone = Cli.run("results", copy).out();
    assertThat(alone).contains("| wide (unfinished) |", "| 3 of 3 |");
    assertThat(Cli.run("results", runs.resolve("a1"), copy).out())
        .as("no difference is claimed of it")
        .containsPattern("\\| wide \\(unfinished\\) \\| [0-9.]+ \\| [0-9.]+ \\| – \\| – \\|");
    Path honest = copy(runs.resolve("h"), folder.resolve("h"));
    Cli.unbind(honest);
    Path of = honest.resolve("history.json");
    String whole = Files.readString(of);
    Files.writeString(
        of,
        whole
                .substring(0, whole.lastIndexOf(",\n  \"test\""))
                .replace("ed\" : true", "ed\" : false")
            + "}");
    assertThat(Cli.run("results", honest).out())
        .contains("| srgnn (unfinished) | – | – |")
        .containsPattern("srgnn: seed 1 has 100\\.00 / [0-9.]+ on validation so far");
    String beside = results(copy).out();
    assertThat(beside).doesNotContain("(unfinished)").contains("wide: 1 more, unfinished.");
  }

  @Test
  void runsWithoutRanksHaveFiguresAndNoTests() throws IOException {
    Path copy = copy(runs.resolve("b"), folder.resolve("b"));
    Cli.unbind(copy);
    Files.delete(copy.resolve("ranks.csv.gz"));
    Files.delete(copy.resolve("ranks-mrr.csv.gz"));
    Cli.Outcome outcome = Cli.run("results", copy, "--reference", "markov");
    assertThat(outcome.out())
        .contains("wide: not all ranks were kept")
        .containsPattern("\\| wide \\| 100\\.00 \\| [0-9.]+ \\| [+−][0-9.]+ \\| [+−][0-9.]+ \\|")
        .containsPattern("\\| pop \\| .* \\(p .*\\)");
    done(Cli.run("evaluate", "--run", copy, "--ranks", copy.resolve("ranks.csv.gz")));
    JsonNode row =
        Cli.run("results", copy, "--json").json().get("tables").get(0).get("rows").get(0);
    assertThat(row.get("by_input_clicks").get(0).get("recall@20").asDouble()).isEqualTo(100);
  }

  @Test
  void ranksThatWereDeletedAreMissedUntilTheyAreBack() throws IOException {
    Path copy = copy(runs.resolve("h"), folder.resolve("h"));
    Path ranks = copy.resolve("ranks.csv.gz");
    Files.delete(ranks);
    Cli.Outcome outcome = Cli.run("results", copy);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("sbr: " + ranks + " is missing");
    done(Cli.run("evaluate", "--run", copy, "--ranks", ranks));
    done(Cli.run("results", copy));
  }

  @Test
  void withoutItsDataARunStillHasARow() throws IOException {
    Path copy = copy(runs.resolve("h"), folder.resolve("h"));
    Cli.unbind(copy);
    Path info = copy.resolve("run.json");
    Files.writeString(info, Files.readString(info).replace("/ring\"", "/nowhere\""));
    Cli.Outcome outcome = Cli.run("results", copy);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("name them with --data");
    assertThat(outcome.out()).contains("| srgnn | 100.00 |").doesNotContain("markov");
    assertThat(Cli.run("results", copy, "--data", shared.resolve("ring")).out()).contains("markov");
  }

  @Test
  void nothingToShowIsSaid() {
    assertThat(Cli.run("results").err()).contains("name runs, or --experiments DIR");
    assertThat(Cli.run("results", folder).err()).contains("is not a run");
    assertThat(Cli.run("results", "--experiments", folder).err()).contains("rows.csv");
    String missing = Cli.run("results", "--experiments", experiments).out();
    assertThat(missing).contains("| wide | not measured | – | 50.00 / 20.00 | – | – |");
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }
}
