package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code prepare} says of a log before it reads it, and how a user contradicts. */
class PrepareCommandTest {
  @TempDir Path folder;

  private Path log(String text) throws IOException {
    return Files.writeString(folder.resolve("clicks.csv"), text);
  }

  @Test
  void whatIsTakenIsSaidBeforeItIsRead() throws IOException {
    Path log =
        log("Session ID;Item ID;created_at\n1;B;2024-01-01 10:05:00\n1;A;2024-01-01 10:00:00\n");
    Path out = folder.resolve("out");
    Cli.Outcome outcome = Cli.run("prepare", "--in", log, "--out", out, "--split", "none");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err().lines())
        .startsWith(
            "format csv (its first rows): \";\" between cells, quotes as in CSV, a header, UTF-8",
            "columns by name: session = Session ID, item = Item ID, time = created_at (text,"
                + " 2024-01-01T10:05:00Z in the first row)");
    assertThat(outcome.err()).contains("recipe plain: ");
    assertThat(outcome.out()).containsPattern("order +time +recipe plain");
    JsonNode json =
        Cli.run("prepare", "--in", log, "--out", folder.resolve("2"), "--split=none", "--json")
            .json();
    JsonNode reading = json.get("reading");
    assertThat(reading.get("separator").asText()).isEqualTo(";");
    assertThat(reading.get("columns").get("time").get("name").asText()).isEqualTo("created_at");
    assertThat(reading.get("columns").get("time").get("why").asText()).isEqualTo("by name");
    assertThat(json.get("dataset").get("origin").get("provenance").get("columns").asText())
        .isEqualTo("session=Session ID item=Item ID time=created_at");
  }

  @Test
  void aDryRunLooksAndWritesNothing() throws IOException {
    Path log = log("session,item\n1,B\n1,A\n");
    Cli.Outcome outcome = Cli.run("prepare", "--in", log, "--dry-run");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("columns by name: session = session, item = item", "no time column: clicks stay");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(log);
    }
    Path out = folder.resolve("out");
    JsonNode json = Cli.run("prepare", "--in", log, "--dry-run", "--json", "--out", out).json();
    assertThat(json.get("dry_run").asBoolean()).isTrue();
    assertThat(json.get("reading").get("columns").fieldNames())
        .toIterable()
        .containsExactly("session", "item");
    assertThat(out).doesNotExist();
    assertThat(Cli.run("prepare", "--in", log).err()).contains("--out must name a folder to make");
  }

  @Test
  void theOrderOfAFileIsNotCalledAnOrderOfTime() throws IOException {
    Path log = log("session,item\n1,B\n1,A\n");
    Cli.Outcome outcome =
        Cli.run("prepare", "--in", log, "--out", folder.resolve("out"), "--split", "none");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsPattern("order +file +no time column")
        .doesNotContainPattern("order +time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--columns item=a,item=b              | --columns: item is both \"a\" and \"b\"",
        "--columns item                       | --columns: COLUMN=NAME is expected, not \"item\"",
        "--columns thing=a                    | --columns: no column 'thing'; there are session",
        "--columns session=item,item=item     | \"item\" is both session and item",
        "--header --no-header                 | exclude each other",
        "--quote '                            | --quote is \" or none",
        "--encoding klingon                   | unknown encoding \"klingon\"",
        "--strict                             | --strict, and this would be guessed: separator"
      })
  void contradictionsAreRefused(String options, String message) throws IOException {
    Path log = log("session,item\n1,B\n1,A\n");
    String[] given = options.strip().split(" ");
    Object[] args = new Object[given.length + 4];
    args[0] = "prepare";
    args[1] = "--in";
    args[2] = log;
    args[3] = "--dry-run";
    System.arraycopy(given, 0, args, 4, given.length);
    Cli.Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
  }

  @Test
  void optionsSayWhatTheFirstRowsDoNot() throws IOException {
    Path log = folder.resolve("log");
    Files.write(log, "7 caf\u00e9 20\n7 th\u00e9 10\n".getBytes(StandardCharsets.ISO_8859_1));
    Cli.Outcome outcome =
        Cli.run(
            "prepare",
            "--in",
            log,
            "--dry-run",
            "--separator",
            "space",
            "--no-header",
            "--encoding",
            "latin1",
            "--columns",
            "session=1,item=2,time=3",
            "--quote",
            "none");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("space between cells, quotes are text, no header, ISO-8859-1")
        .contains("columns by --columns: session = 1, item = 2, time = 3");
  }

  @Test
  void whatALogContainsIsShownNotSent() throws IOException {
    Path log = log("session,it\u001b[31mem,item\u0007s\n1,A,x\n");
    Cli.Outcome outcome = Cli.run("prepare", "--in", log, "--dry-run");
    assertThat(outcome.err())
        .contains("it\\u001b[31mem")
        .doesNotContain("\u001b")
        .doesNotContain("\u0007");
  }

  /** Twelve sessions, an hour apart. */
  private Path sessions() throws IOException {
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int s = 0; s < 12; s++) {
      for (int c = 0; c < 3; c++) {
        log.append("s%d,item%d,%d\n".formatted(s, (s + c) % 5, 1_600_000_000L + s * 3600 + c));
      }
    }
    return log(log.toString());
  }

  /** What is written for another program is read again as the data set that it was. */
  @Test
  void aDataSetIsWrittenForOtherProgramsAndReadAgain() throws IOException {
    Path parts = folder.resolve("shop");
    Path leftOut = folder.resolve("loo");
    Cli.Outcome outcome =
        Cli.run(
            "prepare",
            "--in",
            sessions(),
            "--out",
            folder.resolve("out"),
            "--export",
            "recbole=" + parts,
            "--export",
            "recbole-loo=" + leftOut);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("recbole: " + parts, "recbole-loo: " + leftOut);
    assertThat(leftOut.resolve("loo.test.inter")).exists();
    Cli.Outcome again =
        Cli.run(
            "prepare",
            "--format",
            "recbole-benchmark",
            "--in",
            parts.resolve("shop.train.inter"),
            parts.resolve("shop.valid.inter"),
            parts.resolve("shop.test.inter"),
            "--out",
            folder.resolve("again"));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).startsWith("11 train and 1 test sessions, 5 items\ndata set: ");
    for (String file : new String[] {"train.txt.gz", "test.txt.gz", "items.csv.gz"}) {
      assertThat(folder.resolve("again").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("out").resolve(file));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--export gru4rec=x          | divided by the last days: split=last-days:N",
        "--export pickle=x           | --export: no form \"pickle\"; there are gru4rec, recbole,",
        "--export recbole=/          | --export must name a folder to make, not /",
        "--export recbole            | --export",
        "--format recbole-benchmark  | which part this is cannot be told from its name",
        "--format recbole-benchmark --gap 1h | takes the parts as they are: no --dry-run, --recipe"
      })
  void anExportThatCannotBeIsRefusedBeforeTheLogIsRead(String options, String message)
      throws IOException {
    String[] given = options.strip().split(" ");
    Object[] args = new Object[given.length + 5];
    args[0] = "prepare";
    args[1] = "--in";
    args[2] = sessions();
    args[3] = "--out";
    args[4] = folder.resolve("out");
    System.arraycopy(given, 0, args, 5, given.length);
    Cli.Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void helpListsTheFormsOfOtherPrograms() {
    assertThat(Cli.run("prepare", "--help").out())
        .contains("--export=FORM=DIR", "forms of --export:", "  gru4rec: ", "  recbole-loo: ")
        .contains("recbole-benchmark: RecBole's .train.inter");
  }
}
