package io.sbr.data.read.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.prepare.Formats;
import io.sbr.data.read.Dialect;
import io.sbr.data.read.Dialect.Quoting;
import io.sbr.data.read.TimeFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLookTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {",", "\t", ";", "|", "::"})
  void everySeparatorIsTold(String separator) {
    String text = "session,item,time,price\n1,A,100,\"9;5|7\"\n".replace(",", separator);
    Look look = Looks.at(folder, text.replace("\"9;5|7\"", "9.57"));
    assertThat(look.shape().dialect().separator()).isEqualTo(separator);
    assertThat(Looks.taken(look)).isEqualTo("session=session item=item time=time");
  }

  @Test
  void aSeparatorInsideQuotesOrInOneCellOnlySeparatesNot() {
    Look look = Looks.at(folder, "session;item;time;price\n1;\"a;b\";100;9,5\n2;c;101;8,25\n");
    assertThat(look.shape().dialect().separator()).isEqualTo(";");
    look = Looks.at(folder, "session,item,time\n1,a;b;c,100\n2,c,101\n");
    assertThat(look.shape().dialect().separator()).isEqualTo(",");
  }

  @Test
  void anExplicitFormatHasItsSeparatorUnlessTheHeaderLacksIt() {
    Look look =
        Looks.at(folder, "session;item,time\n1;A,100\n", "csv", Looks.columns("session=1,item=2"));
    assertThat(look.shape().dialect().separator()).isEqualTo(",");
    look = Looks.at(folder, "session;item;time\n1;A;100\n", "csv", Choices.NONE);
    assertThat(look.shape().dialect().separator()).isEqualTo(";");
    assertThat(look.lines().get(0)).startsWith("format csv (--format): \";\" between cells");
  }

  @Test
  void whatIsNotUsedAndLooksLikeATimeIsSaid() {
    Look look =
        Looks.at(folder, "session,item,time,added on\n1,A,100,2024-01-01\n1,B,101,2024-01-02\n");
    assertThat(look.lines()).contains("not used: added on looks like a time (--columns time=4)");
    assertThat(look.object().get("unused_times")).asString().isEqualTo("[added on]");
  }

  @Test
  void aLogWithoutTimesSaysSo() {
    assertThat(Looks.at(folder, "session,item\n1,A\n1,B\n").lines())
        .contains("no time column: clicks stay in the order of the file (--columns time=NAME)");
  }

  @Test
  void theOnlyColumnThatLooksLikeATimeIsTakenAndSaid() {
    Look look = Looks.at(folder, "session,item,when\n1,A,2024-01-01 10:00:00\n");
    assertThat(look.lines().get(1)).contains("the only one that looks like a time: time = when (");
    assertThat(look.guesses()).extracting(Guess::option).contains("--columns time=when");
    look = Looks.at(folder, "session,item,when\n1,A,1700000000\n1,B,1700000060\n");
    assertThat(Looks.taken(look)).isEqualTo("session=session item=item time=when");
    look = Looks.at(folder, "session,item,rank\n1,A,1\n1,B,2\n");
    assertThat(look.hasTimes()).isFalse();
    look =
        Looks.at(folder, "session,item,when\n1,A,1700000000\n", "auto", Looks.columns("time=none"));
    assertThat(look.hasTimes()).isFalse();
  }

  @Test
  void aNameOverCellsThatAreNoTimesGivesWayToTheNext() {
    Look look = Looks.at(folder, "session,item,time,created_at\n1,A,morning,2024-01-01\n");
    assertThat(Looks.taken(look)).isEqualTo("session=session item=item time=created_at");
    look = Looks.at(folder, "session,item,time,other\n1,A,morning,2024-01-01\n");
    assertThat(Looks.taken(look)).as("reading says that it is none").endsWith("time=time");
  }

  static Stream<Arguments> questions() {
    return Stream.of(
        Arguments.of(
            "session,product_id,sku,time\n1,A,B,5",
            "which column is the item? Say --columns item=product_id or item=sku"),
        Arguments.of(
            "session,item,item,time\n1,A,B,5",
            "which column is the item? Say --columns item=2 or item=3"),
        Arguments.of(
            "session,item,a,b\n1,A,2024-01-01,2024-01-02",
            "several columns look like a time: say --columns time=a or time=b, or time=none"),
        Arguments.of(
            "1,A,100\n1,B,101",
            "no header, it seems: \"1 | A | 100\"; say by number which column holds what, as in --columns session=1,item=2,time=3"),
        Arguments.of(
            "a,b,c\nx,y,z", "is it a header or a row: \"a,b,c\"? Say --header or --no-header"),
        Arguments.of(
            "1;A,x;100\n2;B,y;101",
            "cells may be separated by \",\" or by \";\": say which with --separator"),
        Arguments.of(
            "x\n1",
            "no \",\", tab, \";\" or \"|\" in \"x\"; --separator says what stands between cells"),
        Arguments.of(
            "besuch,was,wann\n1,A,5",
            "the header has no item column and no session or user column by a name that is known; it has besuch, was, wann: say which with --columns"),
        Arguments.of(
            "session,what,at\n1,A,5",
            "the header has no item column by a name that is known; it has session, what, at"),
        Arguments.of(
            "session\titem\n1\t\"A\"\n2\t\"B",
            "some cells stand in quotes, and some begin with one that does not end: say what is meant with --quote '\"'"),
        Arguments.of(
            "1 2 3\n4 5\n",
            "one session of item numbers a line, as it seems; that is no log and needs no preparation: sbr train --data FOLDER"),
        Arguments.of(
            "{\"reviewerID\":\"A\",\"asin\":\"B\"}",
            "JSON of reviewerID, asin; of JSON only OTTO's sessions are read"),
        Arguments.of("[{\"a\":1}]", "JSON; of JSON only OTTO's sessions are read: export CSV"),
        Arguments.of(
            "user_id:token\titem_id_list:token_seq\titem_id:token\nu1\tA\tB",
            "column \"item_id_list:token_seq\" holds lists of items, prefixes of sessions"),
        Arguments.of(
            "a\0b,c\n",
            "line 1: a zero byte, which no text has; UTF-16 without a byte order mark is read with --encoding utf-16le"));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void whatCannotBeToldIsAskedInOneLine(String text, String question) {
    String log = text + "\n";
    assertThatThrownBy(() -> Looks.at(folder, log))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(question)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theAnswersToTheQuestionsAreTaken() {
    String headerless = "1,A,100\n1,B,101\n";
    Look look = Looks.at(folder, headerless, "auto", Looks.columns("session=1,item=2,time=3"));
    assertThat(Looks.taken(look)).isEqualTo("session=1 item=2 time=3");
    assertThat(look.shape().header()).isFalse();
    look = Looks.at(folder, "a,b,c\nx,y,z\n", "auto", choices(",", true, null, "session=a,item=b"));
    assertThat(Looks.taken(look)).isEqualTo("session=a item=b");
    look =
        Looks.at(folder, "a,b,c\nx,y,z\n", "auto", choices(",", false, null, "session=1,item=2"));
    assertThat(look.shape().header()).isFalse();
    look = Looks.at(folder, "session,item,item\n1,A,B\n", "auto", Looks.columns("item=3"));
    assertThat(look.columns().values()).extracting(Taken::index).containsExactly(0, 2);
    look =
        Looks.at(
            folder,
            "1 A 100\n1 B 101\n",
            "auto",
            choices(" ", false, null, "session=1,item=2,time=3"));
    assertThat(Looks.taken(look)).isEqualTo("session=1 item=2 time=3");
  }

  @Test
  void aNumberIsAColumnUnlessAColumnIsCalledThat() {
    String pandas = "0,1,2\n7,A,100\n";
    Look look = Looks.at(folder, pandas, "auto", Looks.columns("session=0,item=1,time=2"));
    assertThat(look.shape().header()).isTrue();
    assertThat(look.columns().values()).extracting(Taken::index).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "session=session,item=session ! --columns: \"session\" is both session and item; a column"
            + " holds one of them",
        "session=1,item=session ! --columns: \"session\" is both session and item",
        "item=thing ! the header has no item column (thing); it has session, item, time",
        "item=4 ! the header has no item column (4); it has session, item, time"
      })
  void wrongColumnsAreRefused(String columns, String message) {
    assertThatThrownBy(
            () -> Looks.at(folder, "session,item,time\n1,A,5\n", "auto", Looks.columns(columns)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
    if (message.startsWith("--columns")) {
      String vendor = "timestamp,visitorid,event,itemid,transactionid\n1442004589123,1,view,2,\n";
      assertThatThrownBy(
              () ->
                  Looks.at(
                      folder, vendor, "retailrocket", Looks.columns("user=itemid,item=itemid")))
          .hasMessageContaining("--columns: itemid is both user and item");
    }
  }

  @Test
  void columnsGoBeforeWhatAVendorsHeaderSays() {
    String vendor = "timestamp,visitorid,event,itemid,transactionid\n1442004589123,1,view,2,3\n";
    Look look = Looks.at(folder, vendor, "auto", Looks.columns("session=transactionid"));
    assertThat(look.format()).isEqualTo("csv");
    assertThat(Looks.taken(look))
        .isEqualTo("session=transactionid user=visitorid item=itemid time=timestamp event=event");
    look = Looks.at(folder, vendor, "retailrocket", Looks.columns("session=transactionid"));
    assertThat(look.format()).isEqualTo("retailrocket");
    assertThat(Looks.taken(look)).startsWith("session=transactionid user=visitorid");
  }

  @Test
  void strictRefusesEveryGuessAndNamesWhatSettlesIt() throws IOException {
    String log = "session;item;created_at\n1;A;100\n";
    Choices strict = new Choices(Map.of(), TimeFormat.AUTO, null, null, null, null, false, true);
    assertThatThrownBy(() -> Looks.at(folder, log, "auto", strict))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "separator \";\" (--separator \";\")",
            "a header line (--header)",
            "session = session (--columns session=session)",
            "time = created_at (--columns time=created_at)",
            "how times are written (--time-format)",
            "format csv (--format csv)")
        .hasMessageNotContaining("\n");
    Choices said =
        new Choices(
            Looks.columns("session=session,item=item,time=created_at").columns(),
            TimeFormat.SECONDS,
            ";",
            null,
            null,
            null,
            false,
            true);
    assertThat(Looks.at(folder, log, "csv", said).guesses()).isEmpty();
    String vendor = "832,2014-04-06T20:21:58.444Z,214717095,0\n";
    assertThatThrownBy(() -> Looks.at(folder, vendor, "auto", strict))
        .hasMessageContaining("format yoochoose (--format yoochoose)");
    assertThat(Looks.at(folder, vendor, "yoochoose", strict).guesses()).isEmpty();
  }

  @Test
  void quotesAreToldByTheCellsOfFilesWithTabs() {
    assertThat(quoting("session\titem\n1\t\"A\"\n1\t\"B\"\"C\"\n")).isEqualTo(Quoting.DOUBLE);
    assertThat(quoting("session\titem\n1\t\"A\n1\t5\" pipe\n")).isEqualTo(Quoting.NONE);
    assertThat(quoting("session\titem\n1\tA\n1\t5\" pipe\n")).isEqualTo(Quoting.NOT_SEEN);
    assertThat(quoting("session,item\n1,A\n")).isEqualTo(Quoting.DOUBLE);
  }

  private Quoting quoting(String text) {
    Dialect dialect = Looks.at(folder, text).shape().dialect();
    return dialect.quoting();
  }

  @Test
  void allFilesAreLookedAt() throws IOException {
    Path plain = Files.writeString(folder.resolve("1.tsv"), "session\titem\n1\tA\n");
    Path quoted = Files.writeString(folder.resolve("2.tsv"), "session\titem\n1\t\"B\"\n");
    Path utf16 =
        Files.write(
            folder.resolve("3.tsv"),
            "\uFEFFsession\titem\n1\tC\n".getBytes(StandardCharsets.UTF_16LE));
    Look look = Formats.look("auto", List.of(plain, quoted, utf16), Choices.NONE);
    assertThat(look.shape().dialect().quoting()).isEqualTo(Quoting.DOUBLE);
    assertThat(look.lines().get(0)).endsWith("UTF-8 and UTF-16LE");

    Path bare = Files.writeString(folder.resolve("4.csv"), "1,A,100\n");
    Path headed = Files.writeString(folder.resolve("5.csv"), "session,item,time\n1,A,100\n");
    assertThatThrownBy(
            () ->
                Formats.look(
                    "auto", List.of(bare, headed), Looks.columns("session=1,item=2,time=3")))
        .hasMessage(headed + ", line 1: a header, and " + bare + " has none");
  }

  @Test
  void everyKnownLogIsAFormat() {
    for (KnownLog log : KnownLog.ALL) {
      assertThat(Formats.named(log.format()).recipes()).isNotEmpty();
      if (log.recipe() != null) {
        assertThat(Formats.named(log.format()).recipe(log.recipe())).isNotNull();
      }
    }
  }

  private static Choices choices(
      String separator, boolean header, Quoting quoting, String columns) {
    return new Choices(
        Looks.columns(columns).columns(),
        TimeFormat.AUTO,
        separator,
        header,
        null,
        quoting,
        false,
        false);
  }
}
