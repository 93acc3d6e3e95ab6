package io.sbr.data.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Prepared;
import io.sbr.data.prepare.Progress;
import io.sbr.data.prepare.Setting;
import io.sbr.data.prepare.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written for GRU4Rec and RecBole, and read again. */
class ExchangeTest {
  private static final long DAY = 86_400;
  private static final String HEADER = "session_id:token\titem_id_list:token_seq\titem_id:token\n";

  @TempDir Path folder;

  private Prepared prepared(String log, String format, String split) throws IOException {
    Path file = Files.writeString(folder.resolve("log"), log);
    return Prepare.run(
        PrepareRequest.of(Formats.named(format), List.of(file), "test")
            .with(Setting.SPLIT, split)
            .with(Setting.OVERLAP, "keep"),
        Progress.NONE);
  }

  private static Settings settings(String split) {
    return Settings.of("min-length=2 unknown=drop split=" + split);
  }

  /** Session s ends s days after the first; each but the last has three clicks. */
  private static String fiveDays() {
    return """
        session,item,time
        1,A,1000000000
        1,B,1000000000.5
        1,A,1000000001
        2,B,1000086400
        2,A,1000086401
        2,B,1000086402
        3,B,1000172800
        3,C,1000172801
        3,A,1000172802
        4,A,1000259200
        4,C,1000259201
        4,B,1000259202
        5,C,1000345600
        5,B,1000345601
        """;
  }

  private static List<String> words(Dataset data, Sessions sessions) {
    List<String> words = new ArrayList<>();
    for (int s = 0; s < sessions.count(); s++) {
      words.add(
          Arrays.stream(sessions.items(s))
              .mapToObj(data.items()::id)
              .collect(Collectors.joining(" ")));
    }
    return words;
  }

  /** Of the last day are test and, once that is gone, validation; there C is still unknown. */
  @Test
  void gru4recGetsFourFilesByTheLastDay() throws IOException {
    Dataset data = prepared(fiveDays(), "csv", "gru4rec:1").dataset();
    Path out = folder.resolve("gru4rec");
    ExportForm.GRU4REC.write(data, settings("gru4rec:1"), out);
    assertThat(out.resolve("train_full.tsv"))
        .hasContent(
            """
            SessionId\tItemId\tTime
            1\tA\t1000000000
            1\tB\t1000000000.500
            1\tA\t1000000001
            2\tB\t1000086400
            2\tA\t1000086401
            2\tB\t1000086402
            3\tB\t1000172800
            3\tC\t1000172801
            3\tA\t1000172802
            """);
    assertThat(out.resolve("test.tsv"))
        .hasContent(
            """
            SessionId\tItemId\tTime
            4\tA\t1000259200
            4\tC\t1000259201
            4\tB\t1000259202
            5\tC\t1000345600
            5\tB\t1000345601
            """);
    assertThat(out.resolve("train_tr.tsv"))
        .hasContent(
            """
            SessionId\tItemId\tTime
            1\tA\t1000000000
            1\tB\t1000000000.500
            1\tA\t1000000001
            """);
    assertThat(out.resolve("train_valid.tsv"))
        .hasContent(
            """
            SessionId\tItemId\tTime
            2\tB\t1000086400
            2\tA\t1000086401
            2\tB\t1000086402
            3\tB\t1000172800
            3\tA\t1000172802
            """);
    assertThat(Files.list(out)).hasSize(4);
  }

  @Test
  void gru4recsFilesAreReadAgain() throws IOException {
    Dataset data = prepared(manySessions(), "csv", "last-days-by-end:2").dataset();
    Path out = folder.resolve("gru4rec");
    ExportForm.GRU4REC.write(data, settings("last-days-by-end:2"), out);
    for (String part : List.of("train_full", "test")) {
      Sessions written = part.equals("test") ? data.test() : data.train();
      String table = Files.readString(out.resolve(part + ".tsv"));
      Dataset again = prepared(table, "tsv", "none").dataset();
      assertThat(words(again, again.train())).isEqualTo(words(data, written));
      assertThat(again.train().times()).isEqualTo(written.times());
    }
  }

  @Test
  void gru4recsFilesNeedTheLastDays() throws IOException {
    assertFails(
        () -> ExportForm.GRU4REC.check(settings("fraction:0.1"), folder.resolve("out")),
        "GRU4Rec's files are divided by the last days: split=last-days:N, last-days-by-end:N or"
            + " gru4rec:N, not fraction:0.1");
    Dataset data = prepared(fiveDays(), "csv", "gru4rec:3").dataset();
    assertFails(
        () -> ExportForm.GRU4REC.write(data, settings("gru4rec:3"), folder.resolve("out")),
        "train divided again: split=gru4rec:3 leaves no train session");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void recboleGetsClicksAndParts() throws IOException {
    Dataset data = prepared(fiveDays(), "csv", "fraction:0.2").dataset();
    Path out = folder.resolve("shop");
    ExportForm.RECBOLE.write(data, settings("fraction:0.2"), out);
    assertThat(Files.readAllLines(out.resolve("shop.inter")))
        .startsWith(
            "session_id:token\titem_id:token\ttimestamp:float",
            "1\tA\t1000000000",
            "1\tB\t1000000000.500")
        .endsWith("5\tB\t1000345601")
        .hasSize(15);
    assertThat(out.resolve("shop.train.inter"))
        .hasContent(HEADER + "1\tA\tB\n1\tA B\tA\n2\tB\tA\n2\tB A\tB\n3\tB\tC\n3\tB C\tA\n");
    assertThat(out.resolve("shop.valid.inter")).hasContent(HEADER + "4\tA\tC\n4\tA C\tB\n");
    assertThat(out.resolve("shop.test.inter")).hasContent(HEADER + "5\tC\tB\n");
    assertThat(Files.list(out)).hasSize(4);
  }

  /** One example is for training, of two the second for test, of more the last two are left out. */
  @Test
  void leaveOneOutAsRecboleDoes() throws IOException {
    String log = "session,item\n1,A\n1,B\n2,A\n2,B\n2,C\n3,A\n3,B\n3,C\n3,A\n3,B\n";
    Dataset data = prepared(log, "csv", "none").dataset();
    Path out = folder.resolve("loo");
    ExportForm.RECBOLE_LEAVE_ONE_OUT.write(data, settings("none"), out);
    assertThat(Files.readAllLines(out.resolve("loo.inter")))
        .startsWith("session_id:token\titem_id:token", "1\tA")
        .hasSize(11);
    assertThat(out.resolve("loo.train.inter"))
        .hasContent(HEADER + "1\tA\tB\n2\tA\tB\n3\tA\tB\n3\tA B\tC\n");
    assertThat(out.resolve("loo.valid.inter")).hasContent(HEADER + "3\tA B C\tA\n");
    assertThat(out.resolve("loo.test.inter")).hasContent(HEADER + "2\tA B\tC\n3\tA B C A\tB\n");
    assertFails(
        () -> RecboleBenchmark.read(files(out), "loo"),
        "loo.valid.inter, line 2: session \"3\" has no row for its first 2 prefixes");
  }

  private static List<Path> files(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    return List.of(
        folder.resolve(name + ".test.inter"),
        folder.resolve(name + ".train.inter"),
        folder.resolve(name + ".valid.inter"));
  }

  /** Sessions of two to nine clicks over five days, repeats among them. */
  private static String manySessions() {
    Random random = new Random(5);
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int s = 0; s < 200; s++) {
      long time = 1_500_000_000 + s * 5 * DAY / 200;
      for (int c = 2 + random.nextInt(8); c > 0; c--) {
        time += random.nextInt(60);
        log.append("s%d,item-%d,%d%n".formatted(s, random.nextInt(20), time));
      }
    }
    return log.toString();
  }

  @Test
  void recbolesPartsAreReadAgain() throws IOException {
    Dataset data = prepared(manySessions(), "csv", "fraction:0.2").dataset();
    Path out = folder.resolve("many");
    ExportForm.RECBOLE.write(data, settings("fraction:0.2"), out);
    Dataset again = RecboleBenchmark.read(files(out), "many");
    assertThat(again.items().ids()).isEqualTo(data.items().ids());
    assertSame(again.train(), data.train());
    assertSame(again.test(), data.test());

    Path both = folder.resolve("again");
    ExportForm.RECBOLE.write(again, settings("none"), both);
    for (String part : List.of("train", "valid", "test")) {
      assertThat(both.resolve("again." + part + ".inter"))
          .hasSameTextualContentAs(out.resolve("many." + part + ".inter"));
    }

    Dataset clicks =
        prepared(Files.readString(out.resolve("many.inter")), "recbole", "none").dataset();
    List<String> all = new ArrayList<>(words(data, data.train()));
    all.addAll(words(data, data.test()));
    assertThat(words(clicks, clicks.train())).containsExactlyInAnyOrderElementsOf(all);
  }

  private static void assertSame(Sessions actual, Sessions expected) {
    assertThat(actual.items()).isEqualTo(expected.items());
    assertThat(actual.offsets()).isEqualTo(expected.offsets());
  }

  private Dataset read(String train, String test) throws IOException {
    Path trainFile = Files.writeString(folder.resolve("x.train.inter"), train);
    Path testFile = Files.writeString(folder.resolve("x.test.inter"), test);
    return RecboleBenchmark.read(List.of(trainFile, testFile), "x");
  }

  /** As programs write them that number rows, or that begin with the longest prefix. */
  @Test
  void rowsMayHaveIdsOfTheirOwnAndFall() throws IOException {
    String other = "item_id:token\titem_id_list:token_seq\tx:float\tuser_id:token\n";
    Dataset data =
        read(
            HEADER + "1\tA\tB\n2\tA B\tC\n3\tA\tB\n4\tD\tA\n5\tD A\tA\n6\tD A A\tA\n",
            other + "C\tA B\t0\tu\nB\tA\t1\tu\nA\tA\t2\tv\n");
    assertThat(words(data, data.train())).containsExactly("A B C", "A B", "D A A A");
    assertThat(words(data, data.test())).containsExactly("A B C", "A A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1>A>B;1>A C>B       | line 3: the rows of session \"1\" are not its prefixes",
        "1>A>B;2>C>D;1>A B>C | line 4: the rows of session \"1\" are not its prefixes",
        "1>A>B;1>A B>C;1>A>B | line 4: the rows of session \"1\" are not its prefixes",
        "1>A B>C             | line 2: session \"1\" has no row for its first 1 prefixes",
        "2>A>B;1>A B C>D     | line 3: session \"1\" has no row for its first 2 prefixes",
        "1>A>B;2>A  B>C      | line 3: the list of items is empty, or has two blanks in a row",
        "1>>B                | line 2: the list of items is empty",
        "1>A>                | line 2: no item follows the list",
        "1>A                 | line 2: 2 cells, the header has 3",
        "1>A>B>C             | line 2: 4 cells, the header has 3"
      })
  void aRowThatCannotBeIsNamedByItsLine(String rows, String message) {
    String train = HEADER + rows.strip().replace('>', '\t').replace(';', '\n') + "\n";
    assertFails(() -> read(train, HEADER + "9\tA\tB\n"), "x.train.inter, " + message);
  }

  @Test
  void filesThatAreNoPartsAreRefused() throws IOException {
    String one = HEADER + "1\tA\tB\n";
    assertFails(() -> read(one, "session,item\n1,A\n"), "x.test.inter, line 1: a header with");
    assertFails(() -> read(one, ""), "x.test.inter");
    assertFails(() -> read(HEADER, one), "x.train.inter: a header, but no rows");
    Path train = folder.resolve("x.train.inter");
    Path other = Files.writeString(folder.resolve("y.train.inter"), one);
    Path plain = Files.writeString(folder.resolve("x.inter"), one);
    assertFails(() -> RecboleBenchmark.read(List.of(train), "x"), "no .test.inter among the files");
    assertFails(() -> RecboleBenchmark.read(List.of(train, other), "x"), "are both the train part");
    assertFails(
        () -> RecboleBenchmark.read(List.of(plain), "x"),
        "x.inter: which part this is cannot be told from its name");
    assertFails(
        () -> RecboleBenchmark.read(List.of(other, folder.resolve("z.test.inter")), "x"),
        "z.test.inter: there is no such file");
  }

  @Test
  void idsThatTheFormHasNoRoomForAreRefusedAndNothingIsLeft() throws IOException {
    Dataset data = prepared("session,item\n1,red boots\n1,B\n2,B\n2,C\n", "csv", "none").dataset();
    Path out = folder.resolve("out");
    assertFails(
        () -> ExportForm.RECBOLE_LEAVE_ONE_OUT.write(data, settings("none"), out),
        "out: the item id \"red boots\" has a blank, which separates items there");
    assertThat(out).doesNotExist();
    try (TabFile table = new TabFile(folder.resolve("table"), "a", "b")) {
      assertFails(() -> table.row("1", "x\ty"), "table: \"x\\ty\" has a tab, a line break");
      assertFails(() -> table.row("\"1", "x"), "which the form has no room for");
    }
    Files.writeString(Files.createDirectory(out).resolve("mine"), "x");
    assertFails(() -> ExportForm.RECBOLE.check(settings("none"), out), "out exists already");
    assertFails(
        () -> ExportForm.named("pickle"), "--export: no form \"pickle\"; there are gru4rec");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
