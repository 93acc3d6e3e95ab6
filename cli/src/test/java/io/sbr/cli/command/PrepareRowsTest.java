package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code prepare} says of the rows of a log of one's own. */
class PrepareRowsTest {
  @TempDir private Path folder;

  private Cli.Outcome prepare(String log, Object... more) throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), log);
    List<Object> args = new ArrayList<>(List.of("prepare", "--format", "csv", "--in", file));
    args.addAll(List.of("--out", folder.resolve("d" + System.nanoTime())));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private static void refused(Cli.Outcome outcome, String message) {
    assertThat(outcome.code()).isEqualTo(2);
    // what the log is taken for comes first
    assertThat(outcome.err().lines().filter(line -> line.startsWith("sbr: ")))
        .singleElement()
        .asString()
        .contains(message);
    assertThat(outcome.err().lines().reduce("", (before, line) -> line)).startsWith("sbr: ");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void guessesAreSaid() throws IOException {
    String log =
        "user,item,time\nu1,A,2024-01-01 10:00\nu1,B,2024-01-01 10:01\nu1,B,2024-01-01 10:01\n"
            + "u1,C,2024-03-01 10:00\nu1,D,2024-03-01 10:01\nu2,nan,2024-03-01 10:01\n";
    Cli.Outcome outcome = prepare(log, "--split", "none");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(
            "* a session is a user's clicks without a pause of more than 30m: 1 user, 2 sessions",
            "* clicks are from 2024-01-01T10:00:00Z to 2024-03-01T10:01:00Z",
            "* cells that say null, NaN, None, \\N, NA or the like: 1, taken as empty",
            "* rows equal to an earlier one in session, item, time and event: 1, kept")
        .containsPattern("key +user +recipe plain")
        .containsPattern("gap +30m +recipe plain")
        .containsPattern("rows without item +1")
        .containsPattern("sessions of 2 clicks +1")
        .containsPattern("longest session +3");
    JsonNode json = prepare(log, "--split", "none", "--json").json();
    assertThat(json.get("notes")).hasSize(4);
    assertThat(json.get("dataset").get("origin").get("dropped").get("rows without item").asInt())
        .isEqualTo(1);
  }

  @Test
  void orderByTimeIsNotSaidWhereThereIsNone() throws IOException {
    Cli.Outcome outcome = prepare("session,item\n1,B\n1,A\n", "--split", "none");
    assertThat(outcome.out()).containsPattern("order +file").doesNotContainPattern("order +time");
  }

  @Test
  void aTimeOfAnotherUnitIsAFaultWithItsLine() throws IOException {
    refused(
        prepare("session,item,time\n1,A,1700000000\n1,B,1700000060000\n1,C,1700000120\n"),
        "x.csv, line 3: time \"1700000060000\" is no time in seconds; it would be the year 55840");
  }

  @Test
  void aDateThatMayHaveItsMonthFirstIsAskedFor() throws IOException {
    String log = "session,item,time\n1,A,02/01/2024\n1,B,03/02/2024\n";
    refused(
        prepare(log),
        "x.csv, line 2: time \"02/01/2024\" may have its day or its month first: --time-format"
            + " 'dd/MM/yyyy' or 'MM/dd/yyyy' says which");
    assertThat(prepare(log, "--split=none", "--time-format=dd/MM/yyyy").out())
        .contains("* clicks are from 2024-01-02T00:00:00Z to 2024-02-03T00:00:00Z");
    assertThat(prepare(log, "--split=none", "--time-format=MM/dd/yyyy").out())
        .contains("* clicks are from 2024-02-01T00:00:00Z to 2024-03-02T00:00:00Z");
  }

  @Test
  void theSameFileTwiceIsRefused() throws IOException {
    refused(
        prepare("session,item\n1,A\n1,B\n", "--in", folder.resolve("x.csv")),
        "x.csv: named twice, so that every click would count twice");
  }

  @Test
  void whatATestPartLacksIsSaid() throws IOException {
    refused(
        prepare("session,item,time\n1,A,1\n1,B,2\n2,C,3\n2,D,4\n", "--split", "fraction:0.5"),
        "split=fraction:0.5: all 2 test clicks are on items that train lacks");
    refused(
        prepare("user,item,wann\n1,A,gestern\n", "--split", "last-days:1"),
        "its columns are user, item, wann: --columns time=NAME says which it is");
  }
}
