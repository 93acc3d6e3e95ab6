package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.cli.Cli;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking a run for any id in any form: blanks, commas, control characters; files and pipes. */
class AskingTest {
  /** Each is followed by the next in every session. */
  private static final List<String> RING =
      List.of("blue", "shoe", "blue shoe", "a,b", "👟", "7", "say \"x\"", "it\u001b[31mRED");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static String run;

  @BeforeAll
  static void trainOnce() throws IOException {
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int s = 0; s < 20; s++) {
      for (int i = 0; i < RING.size(); i++) {
        String id = RING.get(i).replace("\"", "\"\"");
        log.append("%d,\"%s\",%d\n".formatted(s, id, 1_700_000_000L + 100_000L * s + 10 * i));
      }
    }
    Path file = shared.resolve("log.csv");
    Files.writeString(file, log);
    Path data = shared.resolve("data");
    assertThat(
            Cli.run("prepare", "--format", "csv", "--split", "none", "--in", file, "--out", data)
                .code())
        .isZero();
    run = shared.resolve("run").toString();
    Cli.Outcome trained = Cli.run("train", "--model", "markov", "--data", data, "--run", run);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private static Cli.Outcome ask(Object... more) {
    return Cli.run(Stream.concat(Stream.of("recommend", "--run", run), Stream.of(more)).toArray());
  }

  private Cli.Outcome askLines(String lines, Object... more) throws IOException {
    Path file = folder.resolve("questions");
    Files.writeString(file, lines);
    return ask(Stream.concat(Stream.of("--in", file, "--top", 1), Stream.of(more)).toArray());
  }

  private static List<JsonNode> objects(Cli.Outcome outcome) {
    return outcome.out().lines().map(AskingTest::object).toList();
  }

  private static JsonNode object(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static String best(JsonNode answer) {
    return answer.path("items").path(0).path("item").asText();
  }

  private static void refused(Cli.Outcome outcome, String... words) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines().toList()).hasSize(1);
    assertThat(outcome.err()).startsWith("sbr: ").contains(words).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void everyIdCanBeAsked(int place) throws IOException {
    String id = RING.get(place);
    String next = RING.get(place + 1);
    String quoted = '"' + id.replace("\"", "\"\"") + '"';
    String json = new ObjectMapper().writeValueAsString(List.of(id));
    assertThat(best(ask("--item", id, "--json").json())).isEqualTo(next);
    assertThat(best(ask("--items", quoted, "--json").json())).isEqualTo(next);
    assertThat(objects(askLines(quoted + "\n" + json + "\n{\"items\":" + json + "}", "--json")))
        .hasSize(3)
        .allSatisfy(answer -> assertThat(best(answer)).isEqualTo(next));
  }

  @Test
  void anIdIsWhatStandsBetweenCommas() throws IOException {
    assertThat(best(ask("--items", "blue shoe", "--json").json())).isEqualTo("a,b");
    assertThat(ask("--items", "blue, blue shoe ,,", "--json").json().get("known_clicks").asInt())
        .isEqualTo(2);
    assertThat(best(askLines("blue shoe\n", "--json").json())).isEqualTo("a,b");
    assertThat(best(ask("--item", "7", "--item", "a,b", "--json").json())).isEqualTo("👟");
    // Files of ids between blanks were read once; they are no guess now, but are recognised.
    Cli.Outcome old = askLines("blue 7\nshoe 7\n");
    assertThat(old.out()).isEqualTo("\n\n");
    assertThat(old.err()).contains("ids stand between commas", "2 session(s) hold known ids");
    assertThat(askLines("blue shoe\n").err()).doesNotContain("between");
  }

  @Test
  void aSessionsNameComesBackWithItsAnswer() throws IOException {
    String lines =
        "{\"session\":\"s,1\",\"items\":[\"7\"]}\n[\"7\"]\n{\"items\":[],\"session\":17}";
    List<JsonNode> answers = objects(askLines(lines, "--json"));
    assertThat(answers)
        .extracting(a -> a.path("session").asText("nameless"))
        .containsExactly("s,1", "nameless", "17");
    assertThat(best(answers.get(0))).isEqualTo(best(answers.get(1)));
    refused(askLines("{\"session\":[\"s1\"],\"items\":[\"7\"]}"), "line 1", "\"session\" holds");
  }

  @Test
  void everyLineHasOneAnswerWithItsNumber() throws IOException {
    Cli.Outcome outcome = askLines("7\n\n👟\n07,7\r\nnothing\n[]", "--json");
    List<JsonNode> answers = objects(outcome);
    assertThat(answers).extracting(a -> a.get("line").asInt()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(answers)
        .extracting(a -> a.get("known_clicks").asInt())
        .containsExactly(1, 0, 1, 1, 0, 0);
    assertThat(answers)
        .extracting(a -> a.get("unknown_clicks").asInt())
        .containsExactly(0, 0, 0, 1, 1, 0);
    assertThat(answers)
        .extracting(a -> a.get("answered_by").asText())
        .containsExactly("model", "nothing", "model", "model", "nothing", "nothing");
    assertThat(outcome.err()).contains("dropped: 2 (\"07\", \"nothing\")", "no item: 1 of 6");
    List<String> rows = askLines("7\n\n👟\n07,7\nnothing\n[]").out().lines().toList();
    assertThat(rows).hasSize(6);
    assertThat(rows.get(1) + rows.get(4) + rows.get(5)).isEmpty();
  }

  @Test
  void popularItemsStandInIfAskedFor() throws IOException {
    List<JsonNode> answers = objects(askLines("nothing\n7\n\n", "--unknown", "popular", "--json"));
    assertThat(answers)
        .extracting(a -> a.get("answered_by").asText())
        .containsExactly("popularity", "model", "popularity");
    assertThat(best(answers.get(0))).isEqualTo("blue"); // all are equally popular: the first
    JsonNode one = ask("--items", "x", "--unknown", "popular", "--json").json();
    assertThat(one.get("answered_by").asText()).isEqualTo("popularity");
    assertThat(one.get("items")).hasSize(RING.size());
  }

  @Test
  void anEmptyAnswerSaysSo() {
    Cli.Outcome outcome = ask("--items", "nowhere");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("the run knows none of the clicked items");
    JsonNode json = ask("--items", "nowhere", "--json").json();
    assertThat(json.get("known_clicks").asInt()).isZero();
    assertThat(json.get("items")).isEmpty();
    refused(Cli.run("explain", "--run", run, "--items", "nowhere"), "knows none");
  }

  /** Rows can be read back as CSV; whatever would act on a terminal is shown. */
  @Test
  void answersAreRowsOfCsv() throws IOException {
    assertThat(askLines("blue shoe\n").out()).isEqualTo("\"a,b\"\n");
    assertThat(askLines("7\n").out()).isEqualTo("\"say \"\"x\"\"\"\n");
    String row = askLines("\"a,b\"\n", "--top", 8).out();
    JsonNode again = ask("--items", row.strip(), "--json").json();
    assertThat(again.get("known_clicks").asInt()).isEqualTo(7); // the eighth had an escape
    assertThat(askLines("\"say \"\"x\"\"\"").out()).isEqualTo("it\\u001b[31mRED\n");
    assertThat(ask("--item", RING.get(6)).out())
        .contains("it\\u001b[31mRED")
        .doesNotContain("\u001b");
    Cli.Outcome unknown = ask("--item", "a\u001b[31m\nb");
    assertThat(unknown.err()).contains("\"a\\u001b[31m\\nb\"").doesNotContain("\u001b");
    assertThat(Cli.run("explain", "--run", run, "--item", RING.get(6)).out())
        .contains("it\\u001b[31mRED")
        .doesNotContain("\u001b");
  }

  @Test
  void standardInputIsAnInput() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("7\n👟\n".getBytes(StandardCharsets.UTF_8)));
      Cli.Outcome outcome = ask("--in", "-", "--top", 1);
      assertThat(outcome.out()).isEqualTo("\"say \"\"x\"\"\"\n7\n");
      System.setIn(new ByteArrayInputStream(new byte[0]));
      refused(ask("--in", "-"), "empty");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aPackedFileAndOneWithAMarkAreRead() throws IOException {
    Path packed = folder.resolve("packed");
    try (Writer text =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(packed)), StandardCharsets.UTF_8)) {
      text.write("\uFEFF7\n7");
    }
    assertThat(ask("--in", packed, "--top", 1).out().lines())
        .hasSize(2)
        .allMatch(r -> !r.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"items\":[1.5]} | whole number",
        "{\"items\":[null]} | whole number",
        "{\"items\":[[]]} | whole number",
        "{\"items\":\"a\"} | \"items\" is no array",
        "{} | no \"items\"",
        "{\"item\":[\"a\"]} | \"item\" is none of items, user, times and durations",
        "{\"items\":[],\"items\":[]} | not JSON",
        "[\"a\"] [\"b\"] | not JSON",
        "[\"a\" | not JSON",
        "{\"items\":[\"a\"],\"times\":[1,2]} | 2 times for 1 click(s)",
        "{\"items\":[\"a\"],\"times\":[\"noon\"]} | \"noon\" is no time",
        "{\"items\":[\"a\",\"b\"],\"times\":[1700000000,1700000060000]} | no time of the form of those before it",
        "{\"items\":[\"a\"],\"durations\":[-1]} | 0 or more seconds, not -1.0",
        "{\"items\":[\"a\"],\"durations\":[\"long\"]} | \"long\" is no duration",
        "\"a,b | quotes do not pair"
      })
  void aFaultyLineIsNamedAndWhatStandsBeforeItIsAnswered(String line, String fault)
      throws IOException {
    Cli.Outcome outcome = askLines("7\n👟\n" + line + "\n7\n");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out().lines()).hasSize(2);
    assertThat(outcome.err().lines().toList()).hasSize(1);
    assertThat(outcome.err()).contains("questions, line 3: ", fault);
  }

  @Test
  void aLineWithoutEndIsRefused() throws IOException {
    Path endless = folder.resolve("endless");
    try (Writer text = Files.newBufferedWriter(endless)) {
      text.write("7\n");
      char[] block = new char[1 << 16];
      Arrays.fill(block, ',');
      for (int i = 0; i < 257; i++) {
        text.write(block);
      }
    }
    Cli.Outcome outcome = ask("--in", endless);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("line 2: the line is longer than 16777216 characters");
  }

  @Test
  void answersMayGoToAFile() throws IOException {
    Path out = folder.resolve("answers.csv");
    Cli.Outcome outcome = askLines("7\n👟\n", "--out", out);
    assertThat(outcome.out()).isEmpty();
    assertThat(out).hasContent("\"say \"\"x\"\"\"\n7");
    Path questions = folder.resolve("questions");
    refused(ask("--in", questions, "--out", questions), "is what --in reads");
    assertThat(questions).hasContent("7\n👟");
    refused(ask("--items", "7", "--out", out), "--out is for the answers to --in");
  }

  @Test
  void optionsThatContradictAreRefused() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "7\n");
    refused(ask("--items", "7", "--in", file), "one of them");
    refused(ask("--items", "7", "--item", "7"), "not with both");
    refused(ask("--item", ""), "--item must hold an id");
    for (String option : List.of("--user", "--times", "--durations")) {
      refused(ask("--in", file, option, "1"), option + " is of one session");
    }
    refused(ask("--items", "7,7", "--times", "1"), "1 times for 2 click(s)");
    refused(ask("--items", "7", "--times", "noon"), "\"noon\" is no time");
    refused(ask("--items", "7", "--unknown", "guess"), "--unknown");
  }

  @Test
  void whatAModelDoesNotReadIsSaidOnce() throws IOException {
    Cli.Outcome outcome =
        ask("--items", "7", "--user", "u", "--times", "2024-01-01T10:00:00Z", "--durations", "3");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .contains("markov does not read user, times, durations: without effect");
    String line = "{\"items\":[\"7\"],\"user\":\"u\"}\n";
    assertThat(askLines(line + line).err().lines().toList())
        .containsExactly("markov does not read user: without effect");
  }

  /** What an argument loses on its way in a locale of ASCII is no unknown item like others. */
  @ParameterizedTest
  @CsvSource({"ANSI_X3.4-1968, ????, true", "ANSI_X3.4-1968, plain, false", "UTF-8, ????, false"})
  void theLocaleIsNamedWhereItMayHaveEatenLetters(String encoding, String id, boolean named) {
    String before = System.getProperty("sun.jnu.encoding");
    System.setProperty("sun.jnu.encoding", encoding);
    try {
      String said = ask("--items", id).err();
      assertThat(said.contains("set LC_ALL=C.UTF-8")).isEqualTo(named);
      assertThat(said.contains("the locale's encoding is ANSI_X3.4-1968")).isEqualTo(named);
    } finally {
      System.setProperty("sun.jnu.encoding", before);
    }
  }

  /** More lines than a batch has, asked in batches: each has the answer that it has alone. */
  @Test
  void manyLinesAreAnsweredInTheirOrder() throws IOException {
    StringBuilder lines = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      int place = i * 7 % 5;
      lines.append('"').append(RING.get(place)).append("\"\n");
      expected.add(RING.get(place + 1));
    }
    assertThat(objects(askLines(lines.toString(), "--json")))
        .extracting(AskingTest::best)
        .isEqualTo(expected);
  }
}
