package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is asked with what the shop knows of its items. */
class ShopRulesTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static String run;
  private Path items;

  /** In every session a is followed by b, and so on to e. */
  @BeforeAll
  static void trainOnce() throws IOException {
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int s = 0; s < 20; s++) {
      for (int i = 0; i < 5; i++) {
        log.append(
            "%d,%s,%d\n".formatted(s, "abcde".charAt(i), 1_700_000_000L + 100_000L * s + 10 * i));
      }
    }
    Path file = Files.writeString(shared.resolve("log.csv"), log);
    Path data = shared.resolve("data");
    assertThat(Cli.run("prepare", "--split", "none", "--in", file, "--out", data).code()).isZero();
    run = shared.resolve("run").toString();
    assertThat(Cli.run("train", "--model", "markov", "--data", data, "--run", run).code()).isZero();
  }

  @BeforeEach
  void write() throws IOException {
    items =
        Files.writeString(
            folder.resolve("items.csv"),
            "item_id,title,category\na,Ankle boots,shoes\nb,\"Blue\u001b[31m laces\",care\n"
                + "c,Clogs,shoes\nd\nx,Xylophone,toys\n");
  }

  private static Cli.Outcome ask(Object... more) {
    return Cli.run(Stream.concat(Stream.of("recommend", "--run", run), Stream.of(more)).toArray());
  }

  @Test
  void attributesStandBesideTheItems() {
    Cli.Outcome text = ask("--items", "a", "--attributes", items, "--top", 2);
    assertThat(text.out().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
        .startsWith("rank|item|score|title|category")
        .anyMatch(line -> line.startsWith("1|b|") && line.endsWith("|Blue\\u001b[31m laces|care"));
    assertThat(text.err())
        .contains(
            "items.csv: 1 of 5 rows were left out, the first at line 5: 1 cell, but 3 columns")
        .contains("item attributes: 1 of 4 items are unknown to the run, and 2 of its 5 have none");
    JsonNode json = ask("--items", "a", "--attributes", items, "--json").json();
    assertThat(json.at("/items/0/attributes/category").asText()).isEqualTo("care");
    JsonNode without = ask("--items", "a", "--json").json();
    assertThat(without.at("/items/0").has("attributes")).isFalse();
  }

  @Test
  void manyAnswersCarryThem() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines"), "a\n");
    Cli.Outcome outcome = ask("--in", lines, "--attributes", items, "--top", 1, "--json");
    assertThat(outcome.json().at("/items/0/attributes/category").asText()).isEqualTo("care");
    assertThat(ask("--in", lines, "--attributes", items, "--top", 1).out()).isEqualTo("b\n");
  }

  @Test
  void whatCannotBeReadIsSaidInALine() {
    Cli.Outcome outcome = ask("--items", "a", "--attributes", folder.resolve("none.csv"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("sbr: %s: there is no such file%n".formatted(folder.resolve("none.csv")));
  }

  private static List<String> ids(Cli.Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.json().get("items").findValuesAsText("item");
  }

  /** What is explained is what recommend answers by the same filter. */
  @Test
  void whatIsFilteredIsExplained() {
    List<Object> asked = List.of("--run", run, "--items", "b", "--attributes", items, "--json");
    for (List<String> rules :
        List.of(
            List.of("--filter", "category=shoes"),
            List.of("--filter", "category=shoes", "--exclude", "c"),
            List.of("--allow", "d,e"))) {
      Cli.Outcome why = run("explain", asked, rules);
      List<String> expected = ids(run("recommend", asked, rules));
      assertThat(expected).isNotEmpty();
      assertThat(ids(why)).isEqualTo(expected);
    }
    Cli.Outcome nothing = run("explain", asked, List.of("--filter", "category=none"));
    assertThat(ids(nothing)).isEmpty();
    Cli.Outcome unknown = run("explain", asked, List.of("--filter", "size=3"));
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--filter: the items have no column \"size\"");
    Cli.Outcome bare = Cli.run("explain", "--run", run, "--items", "b", "--filter", "a=b");
    assertThat(bare.err())
        .isEqualTo("sbr: --filter needs --attributes, which say what items are%n".formatted());
  }

  private static Cli.Outcome run(String command, List<Object> asked, List<String> rules) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(asked);
    all.addAll(rules);
    return Cli.run(all.toArray());
  }

  @Test
  void filtersAndListsChooseItems() throws IOException {
    String category = "category=shoes";
    assertThat(ids(ask("--items", "b", "--attributes", items, "--filter", category, "--json")))
        .containsExactly("c", "a");
    assertThat(
            ids(
                ask(
                    "--items",
                    "b",
                    "--attributes",
                    items,
                    "--filter",
                    category,
                    "--filter",
                    "category=care",
                    "--filter",
                    "title=Clogs",
                    "--json")))
        .containsExactly("c");
    assertThat(ids(ask("--items", "b", "--allow", "a,d,e", "--exclude", "e,x", "--json")))
        .containsExactlyInAnyOrder("a", "d");
    Path lines = Files.writeString(folder.resolve("lines"), "b\na\n");
    assertThat(ask("--in", lines, "--attributes", items, "--filter", category).out())
        .isEqualTo("c,a\na,c\n");
  }

  @Test
  void whatCannotBeFollowedIsRefused() {
    refused(ask("--items", "a", "--filter", "category=shoes"), "--filter needs --attributes");
    refused(
        ask("--items", "a", "--attributes", items, "--filter", "shoes"),
        "--filter: \"shoes\" is no filter: expected COLUMN=VALUE");
    refused(
        ask("--items", "a", "--attributes", items, "--filter", "colour=red"),
        "--filter: the items have no column \"colour\"; there are title, category");
    refused(ask("--items", "a", "--allow", "\"b"), "the quotes do not pair");
  }

  private static void refused(Cli.Outcome outcome, String why) {
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines().filter(line -> line.startsWith("sbr: "))).hasSize(1);
    assertThat(outcome.err()).contains(why);
  }
}
