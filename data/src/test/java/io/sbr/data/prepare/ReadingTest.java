package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import io.sbr.data.file.Compression;
import io.sbr.data.file.Packed;
import io.sbr.data.read.Column;
import io.sbr.data.read.Dialect.Quoting;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.Look;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bytes of a log to its clicks: what was read otherwise than it was meant. */
class ReadingTest {
  private static final Choices STRICT =
      new Choices(Map.of(), TimeFormat.AUTO, null, null, null, null, false, true);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"datetime", "created_at", "date", "eventdate", "ts", "Date Time", "t_dat"})
  void clicksGoByTheTimeWhateverItsColumnIsCalled(String name) {
    String log = "session,item," + name + "\n1,B,2024-01-01 10:05:00\n1,A,2024-01-01 10:00:00\n";
    assertThat(clicks(log, Choices.NONE)).containsExactly("A", "B");
    String numbers = "session,item," + name + "\n1,B,300\n1,A,0\n";
    assertThat(clicks(numbers, Choices.NONE)).as("by its name").containsExactly("A", "B");
  }

  @Test
  void theOrderOfAFileIsNotCalledAnOrderOfTime() {
    Prepared prepared = prepared("session,item\n1,B\n1,A\n", Choices.NONE);
    assertThat(prepared.filters()).containsEntry("order", "file");
    assertThat(prepared("session,item,time\n1,B,2\n1,A,1\n", Choices.NONE).filters())
        .containsEntry("order", "time");
  }

  @Test
  void whatSettingsNeedAndTheLogLacksIsNamedWithTheColumnsThereAre() {
    String log = "user,item,moment\nu1,A,early\nu1,B,late\n";
    assertFails(
        () -> run(request(log, Choices.NONE).with(Setting.SPLIT, "last-days:1")),
        "the log has no time column, but split=last-days:1; its columns are user, item, moment:"
            + " --columns time=NAME says which it is");
    assertFails(
        () ->
            run(request("session,item\n1,A\n", Choices.NONE).with(Setting.SPLIT, "user-time:0.2")),
        "the log has no user column, but split=user-time:0.2; its columns are session, item");
  }

  @Test
  void quotesOfAFileWithTabsAreTakenOff() {
    String log = "session\titem\ttime\n1\t\"A\"\t100\n1\t\"B\"\t101\n";
    for (String format : List.of("auto", "tsv", "recbole")) {
      assertThat(clicks(log, format, Choices.NONE)).as(format).containsExactly("A", "B");
    }
    Choices none = quoting(Quoting.NONE, false);
    assertThat(clicks(log, "tsv", none)).containsExactly("\"A\"", "\"B\"");
  }

  @Test
  void quotesThatTheFirstRowsDoNotHaveAreAFault() {
    StringBuilder log = new StringBuilder("session\titem\ttime\n");
    for (int row = 0; row < 200_000; row++) {
      log.append("%d\ti%d\t%d\n".formatted(row / 3, row % 7, 1_600_000_000 + row));
    }
    log.append("7\t\"A\"\t1700000000\n");
    assertFails(
        () -> run(request(log.toString(), Choices.NONE)),
        "log, line 200002: \"A\" stands in quotes, and the first rows have none: --quote '\"' takes"
            + " them off, --quote none keeps them");
    assertThat(clicks(log.toString(), "auto", quoting(Quoting.DOUBLE, false))).contains("A");
  }

  @Test
  void aLineBreakInsideACellIsAFaultUnlessAllowed() {
    String log = "session,item,time,title\n1,A,100,\"open\n1,B,101,x\n1,C,102,\"\n1,D,103,z\n";
    assertFails(
        () -> run(request(log, Choices.NONE)),
        "log, line 2: a line break inside a quoted cell; --multiline allows it, --quote none reads"
            + " quotes as text");
    assertThat(clicks(log, "auto", quoting(Quoting.NONE, false)))
        .containsExactly("A", "B", "C", "D");
    assertThat(clicks(log, "auto", quoting(null, true))).containsExactly("A", "D");
    assertFails(
        () -> run(request("session,item,title\n1,A,x\n1,B,\"open\n1,C,x\n", Choices.NONE)),
        "log, line 3: a quote is opened and not closed; --quote none reads quotes as text");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void packedLogsAreRead(Compression compression) throws IOException {
    String log = "session,item,time\n1,B,2\n1,A,1\n";
    byte[] bytes = Packed.with(compression, log.getBytes(StandardCharsets.UTF_8));
    assertThat(clicks(bytes, Choices.NONE)).containsExactly("A", "B");
  }

  @Test
  void utf16IsToldByItsMarkAndOtherEncodingsAreAskedFor() throws IOException {
    String log = "session,item,time\n1,caf\u00e9,1\n1,th\u00e9,2\n";
    for (Charset utf : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(clicks(("\uFEFF" + log).getBytes(utf), Choices.NONE))
          .containsExactly("caf\u00e9", "th\u00e9");
    }
    byte[] latin = log.getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("log"), latin);
    assertFails(
        () -> run(request(Choices.NONE)),
        "log, line 2: not UTF-8 text (byte 0xe9); if the file is Latin-1, --encoding latin1");
    assertThat(clicks(latin, encoding(StandardCharsets.ISO_8859_1)))
        .containsExactly("caf\u00e9", "th\u00e9");
    Files.write(folder.resolve("log"), ("\uFEFF" + log).getBytes(StandardCharsets.UTF_8));
    assertFails(
        () -> run(request(encoding(StandardCharsets.ISO_8859_1))),
        "begins with the byte order mark of UTF-8, but --encoding ISO-8859-1");
  }

  @Test
  void theLineOfWhatIsNoTextIsRightFarIntoAFile() throws IOException {
    String rows = "session,item,time\n" + "1,th\u00e9,1\n".repeat(300_000);
    byte[] good = rows.getBytes(StandardCharsets.UTF_8);
    byte[] bad = java.util.Arrays.copyOf(good, good.length + 1);
    bad[good.length] = (byte) 0xe9;
    Files.write(folder.resolve("log"), bad);
    assertFails(() -> run(request(Choices.NONE)), "log, line 300002: not UTF-8 text");
  }

  /** Each of these took minutes, or made a message as long as the file. */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a loop hears no interrupt
  void whatIsTooLongIsSaidAtOnceAndInALine() throws IOException {
    String rows = "session,item,time\n1,A,1\n1,B,2\n";
    String field = "x".repeat(3_000_000);
    assertFails(
        () -> run(request(",".repeat(30_000_000), Choices.NONE)),
        "line 1: a row of more than 1,048,576");
    assertFails(
        () -> run(request(",".repeat(20_000) + "\n" + rows, Choices.NONE)),
        "line 1: 20,001 cells; at most 10,000 are read");
    assertFails(
        () -> run(request(rows + "1," + field + ",3\n", Choices.NONE)),
        "a row of more than 1,048,576");
    assertFails(
        () -> run(request(rows + "1," + "9".repeat(200_000) + ",3\n", Choices.NONE)),
        "log, line 4: item has 200,000 characters, at most 4,096 are read: \"99999");
    assertFails(
        () -> run(request(rows + "1,C," + "9".repeat(200_000) + "\n", Choices.NONE)),
        "log, line 4: time has 200,000 characters");
    assertFails(
        () -> run(request(rows + "1,\"" + "C,1\n".repeat(3_000_000), Choices.NONE)),
        "log, line 4: a quote is opened and not");
    assertFails(() -> run(request("\"x,".repeat(340_000) + "\n" + rows, Choices.NONE)), "line 1: ");
    String beyondTheLook = "session,item,time\n" + "1,A,1\n".repeat(200_000);
    assertFails(
        () -> run(request(beyondTheLook + "1,\"" + "C,1\n".repeat(3_000_000), Choices.NONE)),
        "log, line 200002: a row of more than 1,048,576 characters; is a quote left open");
    String json = "{\"session\":\"" + "7".repeat(200_000) + "\",\"events\":[]}\n";
    assertFails(() -> run(request("otto", json)), "session has 200,000 characters, at most 4,096");
    assertFails(
        () -> run(request("otto", "[".repeat(20_000_000))), "a row of more than 16,777,216");
  }

  @Test
  void strictRefusesTheOrderOfTheFileToo() {
    assertThatThrownBy(() -> look("session,item\n1,A\n", "csv", STRICT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("clicks in the order of the file (--columns time=none)");
    Map<Column, String> columns =
        Map.of(Column.SESSION, "session", Column.ITEM, "item", Column.TIME, "none");
    Choices said = new Choices(columns, TimeFormat.AUTO, ",", true, null, null, false, true);
    assertThat(look("session,item\n1,A\n", "csv", said).guesses()).isEmpty();
  }

  @Test
  void recboleBenchmarkFilesAreRefused() {
    String log =
        "user_id:token\titem_id_list:token_seq\titem_id:token\nu1\tA\tB\nu1\tA B\tC\nu1\tA B C\tD\n";
    assertThatThrownBy(() -> look(log, "recbole", Choices.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds lists of items, prefixes of sessions with their targets");
  }

  private static void run(PrepareRequest request) {
    Prepare.run(request, Progress.NONE);
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .extracting(Throwable::getMessage, STRING)
        .hasSizeLessThan(500);
  }

  private static Choices quoting(Quoting quoting, boolean multiline) {
    return new Choices(Map.of(), TimeFormat.AUTO, null, null, null, quoting, multiline, false);
  }

  private static Choices encoding(Charset encoding) {
    return new Choices(Map.of(), TimeFormat.AUTO, null, null, encoding, null, false, false);
  }

  private List<String> clicks(byte[] log, Choices choices) throws IOException {
    Files.write(folder.resolve("log"), log);
    return clicks(Prepare.run(request(choices), Progress.NONE));
  }

  private List<String> clicks(String log, Choices choices) {
    return clicks(prepared(log, choices));
  }

  private List<String> clicks(String log, String format, Choices choices) {
    write(log);
    return clicks(Prepare.run(looked(format, choices), Progress.NONE));
  }

  private static List<String> clicks(Prepared prepared) {
    Sessions train = prepared.dataset().train();
    List<String> ids = new ArrayList<>();
    for (int item : train.items()) {
      ids.add(prepared.dataset().items().ids().get(item - 1));
    }
    return ids;
  }

  private Prepared prepared(String log, Choices choices) {
    return Prepare.run(request(log, choices), Progress.NONE);
  }

  private PrepareRequest request(String log, Choices choices) {
    write(log);
    return request(choices);
  }

  private PrepareRequest request(String format, String log) {
    write(log);
    return looked(format, Choices.NONE);
  }

  private PrepareRequest request(Choices choices) {
    return looked("auto", choices);
  }

  private PrepareRequest looked(String format, Choices choices) {
    List<Path> inputs = List.of(folder.resolve("log"));
    Look look = Formats.look(format, inputs, choices);
    return PrepareRequest.of(look, choices, inputs, "test").with(Setting.SPLIT, "none");
  }

  private Look look(String log, String format, Choices choices) {
    write(log);
    return Formats.look(format, List.of(folder.resolve("log")), choices);
  }

  private void write(String log) {
    try {
      Files.writeString(folder.resolve("log"), log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
