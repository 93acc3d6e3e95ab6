package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sbr explain} as a user sees it. */
class ExplainCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path data;
  private static Path run;

  @BeforeAll
  static void trainOnce() throws IOException {
    data = Cli.ring(shared.resolve("ring"));
    run = shared.resolve("run");
    assertThat(Cli.train(data, run, "--model", "tagnn").code()).isZero();
  }

  private static Cli.Outcome explain(Object... more) {
    Object[] args =
        Stream.concat(Stream.of("explain", "--run", run, "--threads", 1), Stream.of(more))
            .toArray();
    return Cli.run(args);
  }

  private static double sum(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).mapToDouble(JsonNode::asDouble).sum();
  }

  @Test
  void jsonHoldsEverythingAndSums() {
    JsonNode json = explain("--items", "20,30,lost,20", "--k", 3, "--json").json();
    assertThat(json.get("command").asText()).isEqualTo("explain");
    assertThat(json.get("model").asText()).isEqualTo("tagnn");
    assertThat(json.get("unknown_clicks")).extracting(JsonNode::asText).containsExactly("lost");
    assertThat(json.get("clicks").findValuesAsText("item")).containsExactly("20", "30", "20");
    assertThat(json.get("clicks").findValuesAsText("node")).containsExactly("1", "2", "1");
    assertThat(json.get("attention").asText()).isEqualTo("share");
    assertThat(
            json.get("clicks").findValues("attention").stream()
                .mapToDouble(JsonNode::asDouble)
                .sum())
        .isCloseTo(1, within(1e-6));
    assertThat(json.get("edges")).hasSize(2);
    assertThat(json.get("edges").get(0).get("weights").fieldNames())
        .toIterable()
        .containsExactly("out", "in");
    assertThat(json.get("method").asText()).isEqualTo("sum");
    assertThat(json.get("rest").asText()).isEqualTo("bias");
    assertThat(json.get("results")).hasSize(3);
    JsonNode top =
        Cli.run("recommend", "--run", run, "--items", "20,30,20", "--top", 3, "--json").json();
    for (int r = 0; r < 3; r++) {
      JsonNode result = json.get("results").get(r);
      assertThat(result.get("item")).isEqualTo(top.get("items").get(r).get("item"));
      assertThat(result.get("score")).isEqualTo(top.get("items").get(r).get("score"));
      assertThat(sum(result.get("contributions")) + result.get("rest").asDouble())
          .isCloseTo(result.get("score").asDouble(), within(1e-9));
      assertThat(result.get("parts").fieldNames())
          .toIterable()
          .containsExactly("attention", "target", "last");
      double parts = 0;
      for (JsonNode part : result.get("parts")) {
        parts += sum(part);
      }
      assertThat(parts).isCloseTo(sum(result.get("contributions")), within(1e-9));
      assertThat(sum(result.get("attention_of_item"))).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void seenItemsCanBeExcluded() {
    JsonNode all = explain("--items", "20,30", "--k", 9, "--json").json();
    JsonNode unseen = explain("--items", "20,30", "--k", 9, "--exclude-seen", "--json").json();
    assertThat(all.get("results").findValuesAsText("item")).hasSize(9).contains("20", "30");
    assertThat(unseen.get("results").findValuesAsText("item"))
        .hasSize(7)
        .doesNotContain("20", "30");
  }

  @Test
  void whatIsExplainedCanBeFilteredWithoutAnotherScore() throws IOException {
    Path items = Files.writeString(folder.resolve("items.csv"), "id,size\n10,s\n40,s\n50,m\n");
    JsonNode all = explain("--items", "20,30", "--k", 9, "--json").json();
    Object[] filter = {"--attributes", items, "--filter", "size=s", "--filter", "size=m"};
    for (String format : List.of("text", "svg", "dot")) {
      Object[] shown = {"--items", "20,30", "--format", format};
      assertThat(explain(Stream.concat(Stream.of(shown), Stream.of(filter)).toArray()).code())
          .isZero();
    }
    Object[] asked = {"--items", "20,30", "--exclude", "40", "--json"};
    JsonNode some = explain(Stream.concat(Stream.of(asked), Stream.of(filter)).toArray()).json();
    assertThat(some.get("results").findValuesAsText("item")).containsExactlyInAnyOrder("10", "50");
    for (JsonNode result : some.get("results")) {
      assertThat(all.get("results")).contains(result);
    }
  }

  @Test
  void formatJsonIsTheSameObject() throws IOException {
    JsonNode json = explain("--items", "20,30", "--json").json();
    assertThat(explain("--items", "20,30", "--format", "json").json()).isEqualTo(json);
    Path file = folder.resolve("why.json");
    assertThat(explain("--items", "20,30", "--out", file).out()).isEmpty();
    assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(json);
  }

  @Test
  void textNamesClicksEdgesAndResults() {
    Cli.Outcome outcome = explain("--items", "20,30,lost", "--k", 7);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsPattern("edges: transitions.*\n +from +to +out +in\n +20 +30 +1\\.000 +1\\.000")
        .containsPattern("click +attention +1: \\d0 ")
        .containsPattern("click +attention +6: \\d0 +7: \\d0\n")
        .containsPattern("bias +-?\\d")
        .containsPattern("score +-?\\d")
        .contains("lost");
    assertThat(outcome.err()).contains("dropped: 1 (\"lost\")");
  }

  @Test
  void theEndingOfTheFileNamesTheFormat() throws IOException {
    for (String name : List.of("why.svg", "why.dot", "why.gv", "why.txt")) {
      Path file = folder.resolve(name);
      Cli.Outcome outcome = explain("--items", "20", "--out", file);
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.err()).contains("written: " + file);
      String begin = name.endsWith("svg") ? "<svg " : name.endsWith("txt") ? "  click" : "digraph";
      assertThat(Files.readString(file)).startsWith(begin);
    }
    assertThat(explain("--items", "20", "--format", "svg").out()).startsWith("<svg ");
  }

  @Test
  void otherModelsExplainThemselvesToo() {
    Path other = folder.resolve("wgat");
    assertThat(Cli.train(data, other, "--model", "wgat").code()).isZero();
    JsonNode json = Cli.run("explain", "--run", other, "--items", "20,30", "--json").json();
    assertThat(json.get("method").asText()).isEqualTo("leave_one_out");
    assertThat(json.get("rest").asText()).isEqualTo("interaction");
    assertThat(json.get("results").get(0).get("parts").has("presence")).isTrue();
  }

  @Test
  void otherLettersOfIdsPassEveryTerminal() throws IOException {
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int i = 0; i < 80; i++) {
      log.append("s%d,\u00e9%d,%d\n".formatted(i / 4, (i / 4 + i) % 7, 1000 + i));
    }
    Path file = Files.writeString(folder.resolve("log.csv"), log);
    Path own = folder.resolve("data");
    Cli.Outcome made = Cli.run("prepare", "--format", "csv", "--in", file, "--out", own);
    assertThat(made.code()).as(made.err()).isZero();
    Path asked = folder.resolve("run");
    assertThat(Cli.train(own, asked).code()).isZero();
    Cli.Outcome json = Cli.run("recommend", "--run", asked, "--items", "\u00e91", "--json");
    assertThat(json.out()).isASCII();
    assertThat(json.json().get("items").get(0).get("item").asText()).startsWith("\u00e9");
    for (String format : List.of("svg", "dot")) {
      Object[] explain = {"explain", "--run", asked, "--items", "\u00e91", "--format", format};
      assertThat(Cli.run(explain).out()).isASCII().contains("&#233;1");
    }
    Path picture = folder.resolve("why.svg");
    Cli.run("explain", "--run", asked, "--items", "\u00e91", "--out", picture);
    assertThat(Files.readString(picture)).contains("\u00e91");
  }

  private void refused(Cli.Outcome outcome, String... words) throws IOException {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("sbr: ").contains(words);
    assertThat(outcome.out()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--k=0", "--k=x", "--format=png", "--items=,", "--device=abacus"})
  void absurdOptions(String option) throws IOException {
    refused(explain("--items", "20", option), option.substring(2, option.indexOf('=')));
  }

  @Test
  void whatCannotBeExplained() throws IOException {
    Path out = folder.resolve("why.svg");
    refused(explain("--items", "lost,found", "--out", out), "knows none");
    refused(explain(), "--items");
    refused(explain("--items", "20", "--out", folder), "is a folder");
    refused(explain("--items", "20", "--out", folder.resolve("a/b.svg")), "no such folder");
    refused(explain("--items", "20", "--json", "--format", "dot"), "--json", "dot");
    refused(explain("--items", "20", "--json", "--out", out), "--json", "--out");
    refused(Cli.run("explain", "--run", data, "--items", "20"), "not a run");
  }
}
