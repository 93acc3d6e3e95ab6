package io.sbr.data.prepare;

import static io.sbr.data.prepare.PreparedLogs.assertFails;
import static io.sbr.data.prepare.PreparedLogs.prepare;
import static io.sbr.data.prepare.PreparedLogs.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rows of a log of any shop mean (docs/pipeline.md, section 15). */
class RowsTest {
  @TempDir Path folder;

  private static final String SHARED_IDS =
      "user,session,item,time\nu1,1,A,100\nu1,1,B,110\nu2,1,C,100000\nu2,1,D,100010\n";

  @Test
  void aSessionBelongsToOneUser() {
    Prepared prepared = prepare(whole(SHARED_IDS));
    assertThat(sessions(prepared)).containsExactly("A B", "C D");
    assertThat(prepared.dataset().train().users()).containsExactly(0, 1);
    assertThat(prepared.filters()).containsEntry("key", "user-session");
    assertThat(prepared.notes())
        .contains(
            "session ids of several users: 1; a session is one user's, which makes 2 sessions");
    Prepared byId = prepare(whole(SHARED_IDS).with(Setting.KEY, "session"));
    assertThat(sessions(byId)).containsExactly("A B C D");
    assertThat(byId.notes())
        .contains(
            "session ids of several users: 1, whose clicks together are one session;"
                + " key=user-session divides them");
  }

  /** Many a log learns who somebody is in the middle of a session. */
  @Test
  void aClickWithoutAUserIsOfItsSessionsFirst() {
    Prepared prepared =
        prepare(
            whole(
                "user,session,item,time\n"
                    + ",1,A,100\n"
                    + "u1,1,B,110\n"
                    + ",1,C,120\n"
                    + "u2,1,D,130\n"
                    + "u2,1,E,140\n"));
    assertThat(sessions(prepared)).containsExactly("A B C", "D E");
  }

  @Test
  void usersWithoutSessionsAreDividedByPausesOfHalfAnHour() {
    String log =
        "user,item,time\n"
            + "u1,A,2024-01-01 10:00:00\n"
            + "u1,B,2024-01-01 10:30:00\n"
            + "u1,C,2024-03-01 10:00:00\n"
            + "u1,D,2024-03-01 10:01:00\n"
            + "u1,E,2024-03-01 10:31:01\n";
    Prepared prepared = prepare(whole(log).with(Setting.MIN_LENGTH, "1"));
    assertThat(sessions(prepared)).containsExactly("A B", "C D", "E");
    assertThat(prepared.filters()).containsEntry("gap", "30m").containsEntry("key", "user");
    assertThat(prepared.notes())
        .containsExactly(
            "a session is a user's clicks without a pause of more than 30m: 1 user, 3 sessions",
            "clicks are from 2024-01-01T10:00:00Z to 2024-03-01T10:31:01Z");
    Prepared one = prepare(whole(log).with(Setting.GAP, "none"));
    assertThat(sessions(one)).containsExactly("A B C D E");
    assertThat(one.notes()).contains("a session is all clicks of a user: 1 session");
  }

  @Test
  void noPauseIsMeasuredInAnUnknownUnitOrWithoutTimes() {
    Prepared numbers = prepare(whole("user,item,time\nu1,A,1\nu1,C,90000\nu1,B,2\n"));
    assertThat(sessions(numbers)).containsExactly("A B C");
    assertThat(numbers.filters()).containsEntry("gap", "none");
    assertThat(numbers.notes())
        .contains(
            "times are numbers from 1 to 90000, of a unit and a start that the log does not tell:"
                + " they are taken as seconds and no pause divides sessions (time-format and gap"
                + " say otherwise)");
    Prepared told =
        prepare(
            whole("user,item,time\nu1,A,1\nu1,C,90000\nu1,B,2\n")
                .withColumns(Map.of(), TimeFormat.SECONDS));
    assertThat(sessions(told)).containsExactly("A B");
    Prepared timeless = prepare(whole("user,item\nu1,A\nu1,C\nu1,B\n"));
    assertThat(sessions(timeless)).containsExactly("A C B");
    assertThat(timeless.filters()).containsEntry("order", "file").containsEntry("gap", "none");
    assertThat(timeless.notes())
        .containsExactly(
            "a session is all clicks of a user, in the order of the file since there are no times:"
                + " 1 session");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null", "NULL", "Null", "nan", "NaN", "NAN", "none", "None", "NONE", "\\N", "NA", "N/A",
        "n/a", "<NA>", "#N/A", ""
      })
  void wordsForNothingAreNoIds(String word) {
    String log =
        "session,item,time\nnull,A,1\nnull,B,2\n7,NaN,3\n7,A,4\n7,B,null\n7,C,6\n"
            .replaceAll("null|NaN", word.replace("\\", "\\\\"));
    Prepared prepared = prepare(whole(log));
    assertThat(sessions(prepared)).containsExactly("A C");
    assertThat(prepared.dropped())
        .containsEntry("rows without session", 2L)
        .containsEntry("rows without item", 1L)
        .containsEntry("rows without time", 1L);
    if (!word.isEmpty()) {
      assertThat(prepared.notes().get(1))
          .startsWith("cells that say null, NaN, None, \\N, NA or the like: 3,");
      Prepared kept = prepare(whole(log).with(Setting.MISSING, "empty"));
      assertThat(sessions(kept)).containsExactly("A B", word + " A C");
    }
  }

  /** With {@code gap=none} the users of a log without sessions may be missing, too. */
  @Test
  void rowsWithoutAUserAreCountedWhereUsersGroup() {
    Prepared prepared = prepare(whole("user,item\nnull,A\nu,B\nNaN,C\nu,D\n"));
    assertThat(sessions(prepared)).containsExactly("B D");
    assertThat(prepared.dropped()).containsEntry("rows without user", 2L);
  }

  @Test
  void vendorsRecipesKnowTheWordsThatTheirsDoAlone() {
    String log = "timestamp,visitorid,event,itemid,transactionid\n";
    for (String item : List.of("null", "NA", "x")) {
      log += "1442004589123,1,view,%s,\n".formatted(item);
    }
    Prepared prepared =
        prepare(request("retailrocket", log).withRecipe("pyg").with(Setting.SPLIT, "none"));
    assertThat(sessions(prepared)).containsExactly("null x");
  }

  @Test
  void oneUnitForAFile() {
    assertFails(
        whole("session,item,time\n1,A,1700000000\n1,B,1700000060000\n1,C,1700000120\n"),
        "line 3: time \"1700000060000\" is no time in seconds; it would be the year 55840");
    assertFails(
        whole("session,item,time\n1,A,1\n1,B,1700000060\n"),
        "line 3: time \"1700000060\" counts from 1970, and the rows before it from another start");
    assertFails(
        request(
            "otto",
            "{\"session\":1,\"events\":[{\"aid\":5,\"ts\":1700000000000,\"type\":\"clicks\"}]}\n"
                + "{\"session\":1,\"events\":[{\"aid\":5,\"ts\":1700000000,\"type\":\"clicks\"}]}\n"),
        "line 2: ts \"1700000000\" is no time in millis; it would be the year 1970");
  }

  @Test
  void oneStartForALog() throws IOException {
    Path first = Files.writeString(folder.resolve("1.csv"), "session,item,time\ns,a,5\ns,b,6\n");
    Path second = Files.writeString(folder.resolve("2.csv"), "session,item,time\ns,c,1700000000\n");
    assertFails(
        PrepareRequest.of(Formats.named("csv"), List.of(first, second), "x"),
        second + ": its times count from another start than those of the files before it");
  }

  @Test
  void eightDigitsAreADate() {
    String log = "user,item,date\nu1,A,20240101\nu1,B,20240101\nu1,C,20240301\n";
    Prepared prepared =
        prepare(
            whole(log)
                .withColumns(Map.of(Column.TIME, "date"), TimeFormat.AUTO)
                .with(Setting.GAP, "1h")
                .with(Setting.MIN_LENGTH, "1"));
    assertThat(sessions(prepared)).containsExactly("A B", "C");
    assertThat(prepared.notes())
        .contains("clicks are from 2024-01-01T00:00:00Z to" + " 2024-03-01T00:00:00Z");
  }

  @Test
  void clicksOfOneMillisecondAreInTheOrderOfWhatTheirTimesHave() {
    Prepared prepared =
        prepare(
            whole(
                "session,item,time\n"
                    + "1,A,2024-01-01 10:00:00\n"
                    + "1,D,2024-01-01 10:00:01.123900\n"
                    + "1,C,2024-01-01 10:00:01.123100\n"
                    + "1,B,2024-01-01 10:00:01.123\n"));
    assertThat(sessions(prepared)).containsExactly("A B C D");
    assertThat(prepared.dataset().train().times()[3] % 1000).isEqualTo(123);
  }

  @Test
  void duplicateRowsAreSaidAndDroppedWhereAsked() {
    String log =
        "session,item,time,event\n1,A,1,view\n1,A,1,view\n1,A,1,cart\n1,B,2,view\n1,B,2,view\n";
    Prepared prepared = prepare(whole(log));
    assertThat(sessions(prepared)).containsExactly("A A A B B");
    assertThat(prepared.counts()).containsEntry("duplicate rows kept", 2L);
    assertThat(prepared.notes())
        .contains(
            "rows equal to an earlier one in session, item, time and event: 2, kept;"
                + " drop-duplicates=yes drops them");
    Prepared dropped = prepare(whole(log).with(Setting.DROP_DUPLICATES, "yes"));
    assertThat(sessions(dropped)).containsExactly("A A B");
    assertThat(dropped.dropped()).containsEntry("duplicate rows", 2L);
  }

  @Test
  void theSameFileTwiceIsRefused() throws IOException {
    Path first = Files.writeString(folder.resolve("1.csv"), "session,item\ns,a\ns,b\n");
    Path copy = Files.copy(first, folder.resolve("2.csv"));
    Path other = Files.writeString(folder.resolve("3.csv"), "session,item\ns,a\ns,c\n");
    Format csv = Formats.named("csv");
    assertFails(
        PrepareRequest.of(csv, List.of(first, other, first), "x"),
        first + ": named twice, so that every click would count twice");
    assertFails(
        PrepareRequest.of(csv, List.of(other, first, copy), "x"),
        copy + ": holds the same as " + first + ", so that every click would count twice");
    Prepared both =
        prepare(PrepareRequest.of(csv, List.of(first, other), "x").with(Setting.SPLIT, "none"));
    assertThat(sessions(both)).containsExactly("a b a c");
  }

  @Test
  void aRobotsSessionIsLeftOutAndSaid() {
    StringBuilder log = new StringBuilder("session,item,time\n");
    IntStream.range(0, 1001).forEach(i -> log.append("bot,A,%d\n".formatted(i)));
    IntStream.range(0, 1000).forEach(i -> log.append("fan,A,%d\n".formatted(i)));
    Prepared prepared = prepare(whole(log.append("1,A,5\n1,B,6\n2,B,7\n").toString()));
    assertThat(prepared.dataset().train().count()).isEqualTo(2);
    assertThat(prepared.counts())
        .containsEntry("sessions", 4L)
        .containsEntry("sessions of 1 click", 1L)
        .containsEntry("sessions of 2 clicks", 1L)
        .containsEntry("sessions of 3 to 5 clicks", 0L)
        .containsEntry("sessions of over 200 clicks", 2L)
        .containsEntry("longest session", 1001L);
    assertThat(prepared.dropped())
        .containsEntry("sessions longer than max-length", 1L)
        .containsEntry("clicks of sessions longer than max-length", 1001L);
    assertThat(prepared.notes())
        .contains(
            "sessions of more than 1000 clicks: 1 (1,001 clicks), left out as a program's rather"
                + " than a person's; max-length=none keeps them");
  }

  /** Whatever happens to a row, it is in the data set or in one of the reasons. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing=words",
        "drop-duplicates=yes merge-repeats=yes",
        "min-support=120 iterate=yes",
        "max-length=4 min-length=3",
        "split=last-days:2 unknown=drop",
        "split=last-days:2 overlap=keep",
        "split=user-time:0.2",
        "split=users:0.5,0.2,0.2",
        "split=none train-part=1/3",
        "events=view gap=1h gap-over=all key=user",
        "events=view key=user",
      })
  void rowsReadAreKeptOrDropped(String settings) {
    PrepareRequest request = request("csv", anyLog());
    for (String setting : settings.split(" ")) {
      String[] pair = setting.split("=", 2);
      request = request.with(Setting.named(pair[0]), pair[1]);
    }
    Prepared prepared = prepare(request);
    long kept = prepared.dataset().train().clicks() + prepared.dataset().test().clicks();
    long dropped =
        prepared.dropped().entrySet().stream()
            .filter(reason -> !reason.getKey().matches("(train )?sessions .*"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(kept + dropped).as(prepared.dropped().toString()).isEqualTo(2000);
    assertThat(prepared.counts()).containsEntry("rows", 2000L);
    assertThat(kept).isPositive();
  }

  private static String anyLog() {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < 2000; row++) {
      int session = random.nextInt(400);
      int user = random.nextInt(20) == 0 ? random.nextInt(40) : session / 10;
      long time = 1_700_000_000L + session * 1_500L + random.nextInt(10) * 300L;
      rows.add(
          "%s,%s,%s,%s,%s"
              .formatted(
                  random.nextInt(50) == 0 ? "null" : "u" + user,
                  random.nextInt(50) == 0 ? "" : "s" + session,
                  random.nextInt(50) == 0
                      ? "NaN"
                      : "i" + (int) (13 * Math.pow(random.nextDouble(), 2)),
                  random.nextInt(50) == 0 ? "NA" : Long.toString(time),
                  random.nextInt(3) == 0 ? "cart" : "view"));
    }
    return "user,session,item,time,event\n" + String.join("\n", rows) + "\n";
  }

  private PrepareRequest whole(String log) {
    return request("csv", log).with(Setting.SPLIT, "none");
  }

  private PrepareRequest request(String format, String log) {
    return PreparedLogs.request(folder, format, log);
  }
}
