package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
  private static final long END = 1442545200000L;
  private static final long HOUR = 3_600_000L;

  @TempDir Path folder;

  @Test
  void retailrocketPausesAreMeasuredOverAllEvents() {
    StringBuilder log = new StringBuilder("timestamp,visitorid,event,itemid,transactionid\n");
    // a cart between two views 100 minutes apart keeps them in one session
    event(log, END - 200 * HOUR, "7", "view", "a");
    event(log, END - 200 * HOUR + HOUR, "7", "addtocart", "a");
    event(log, END - 200 * HOUR + 100 * 60_000, "7", "view", "b");
    // without one they are two sessions, of one click each
    event(log, END - 190 * HOUR, "8", "view", "a");
    event(log, END - 190 * HOUR + 100 * 60_000, "8", "view", "b");
    // one without a view is none
    event(log, END - 150 * HOUR, "6", "addtocart", "a");
    event(log, END - 5 * HOUR, "9", "view", "b");
    event(log, END - 4 * HOUR, "9", "view", "a");
    PrepareRequest request = request("retailrocket", log).with(Setting.MIN_SUPPORT, "1");

    Prepared prepared = Prepare.run(request, Progress.NONE);
    Sessions train = prepared.dataset().train();
    assertThat(prepared.dataset().items().ids()).containsExactly("a", "b");
    assertThat(train.items()).containsExactly(1, 2);
    assertThat(train.durations()).containsExactly(6000f, 0f);
    assertThat(train.times()[0]).isEqualTo(END - 200 * HOUR);
    assertThat(prepared.dataset().test().items()).containsExactly(2, 1);
    assertThat(prepared.dropped()).containsEntry("events of other types", 2L);
    assertThat(prepared.counts()).containsEntry("rows", 8L).containsEntry("sessions", 4L);

    Prepared overViews =
        Prepare.run(
            request.with(Setting.GAP_OVER, "kept").with(Setting.SPLIT, "none"), Progress.NONE);
    assertThat(overViews.dataset().train().items()).containsExactly(1, 2);
    assertThat(overViews.dataset().items().ids()).containsExactly("b", "a");
  }

  /** 400 visitors in 27 days, one every 97.2 minutes, of a view a minute. */
  @Test
  void everyRetailrocketRecipeSplitsAsItSays() {
    Map<String, List<Integer>> parts =
        Map.of(
            "gru4rec", List.of(297, 103), // 20 days and 7
            "session-rec", List.of(371, 29), // 25 days and 2
            "pyg", List.of(160, 20)); // 40 % and 5 % of the visitors
    StringBuilder log = new StringBuilder("timestamp,visitorid,event,itemid,transactionid\n");
    for (int visitor = 0; visitor < 400; visitor++) {
      long start = END - (27L * 24 * HOUR) + visitor * (27L * 24 * HOUR) / 400;
      for (int view = 0; view < 3; view++) {
        event(log, start + view * 60_000L, "v" + visitor, "view", "i" + (visitor + view) % 7);
      }
    }
    for (Recipe recipe : Formats.named("retailrocket").recipes()) {
      Prepared prepared =
          Prepare.run(request("retailrocket", log).withRecipe(recipe.name()), Progress.NONE);
      assertThat(prepared.dataset().items().size()).as(recipe.name()).isEqualTo(7);
      assertThat(List.of(prepared.dataset().train().count(), prepared.dataset().test().count()))
          .as(recipe.name())
          .isEqualTo(parts.get(recipe.name()));
      assertThat(prepared.provenance()).containsEntry("recipe", recipe.name());
    }
  }

  @Test
  void recboleAndOtto() {
    String inter = "user_id:token\titem_id:token\ttimestamp:float\n";
    for (int user = 1; user <= 10; user++) {
      inter += "%d\tx\t%d\n%d\ty\t%d\n".formatted(user, user * 10 + 5, user, user * 10);
    }
    Prepared recbole = Prepare.run(request("recbole", inter), Progress.NONE);
    assertThat(recbole.dataset().items().ids()).containsExactly("y", "x");
    assertThat(recbole.dataset().train().count()).isEqualTo(9);
    assertThat(recbole.dataset().test().users()).containsExactly(9);

    String otto =
        """
        {"session":1,"events":[{"aid":5,"ts":1661724000000,"type":"clicks"},{"aid":6,"ts":1661724000001,"type":"carts"},{"aid":7,"ts":1661724000002,"type":"clicks"}]}
        {"session":2,"events":[{"aid":7,"ts":1663724000000,"type":"clicks"},{"aid":5,"ts":1663724000001,"type":"clicks"}]}
        """;
    Prepared clicks = Prepare.run(request("otto", otto), Progress.NONE);
    assertThat(clicks.dataset().items().ids()).containsExactly("5", "7");
    assertThat(clicks.dataset().train().items()).containsExactly(1, 2);
    assertThat(clicks.dataset().test().items()).containsExactly(2, 1);
    Prepared all = Prepare.run(request("otto", otto).withRecipe("all-events"), Progress.NONE);
    assertThat(all.dataset().items().ids()).containsExactly("5", "6", "7");
  }

  @Test
  void cosmeticsDropsDuplicatesAndMergesRepeats() {
    StringBuilder log =
        new StringBuilder("event_time,event_type,product_id,price,user_id,user_session\n");
    for (int session = 0; session < 10; session++) {
      for (String item : new String[] {"a", "a", "b", "b", "c"}) {
        int second =
            "abc".indexOf(item)
                + (item.equals("b") && log.toString().endsWith(",b,1.0,u,s" + session + "\n")
                    ? 1
                    : 0);
        log.append(
            "2020-01-%02d 00:00:%02d UTC,view,%s,1.0,u,s%d\n"
                .formatted(session + 1, second * 2, item, session));
      }
    }
    Prepared prepared = Prepare.run(request("cosmetics", log), Progress.NONE);
    assertThat(prepared.dropped())
        .containsEntry("duplicate rows", 10L)
        .containsEntry("consecutive repeats", 10L);
    assertThat(prepared.dataset().train().items(0)).containsExactly(1, 2, 3);
    assertThat(prepared.dataset().train().count()).isEqualTo(8);
    assertThat(prepared.dataset().test().count()).isEqualTo(2);
  }

  @Test
  void appUsageWithAndWithoutAHeader() {
    StringBuilder rows = new StringBuilder();
    for (int day = 1; day <= 10; day++) {
      for (int use = 0; use < 4; use++) { // the last one five minutes and a second after the third
        String minute = use < 3 ? "0" + use + "00" : "0701";
        rows.append("7\t201604%02d08%s\t99\t%s\t512\n".formatted(day, minute, "abca".charAt(use)));
      }
    }
    Prepared bare = Prepare.run(request("appusage", rows), Progress.NONE);
    assertThat(bare.counts()).containsEntry("sessions", 20L).containsEntry("train sessions", 8L);
    assertThat(bare.dataset().items().ids()).containsExactly("a", "b", "c");
    assertThat(bare.dataset().train().durations()).startsWith(60, 60, 0, 60);
    assertThat(bare.dataset().test().users()).containsExactly(0, 0);

    String header = "user_id\ttimestamp\tbase_station\tapp_id\ttraffic\n";
    Prepared headed =
        Prepare.run(
            request("appusage", header + rows).with(Setting.LAST_DURATION, "2.5"), Progress.NONE);
    assertThat(headed.dataset().train().durations()).startsWith(60, 60, 2.5f, 60);
    assertThat(headed.dataset().lastDuration()).isEqualTo(2.5);
  }

  @Test
  void unknownTestItemsAreDroppedOrKept() {
    String log =
        "session,item,time\n1,a,100\n1,b,101\n2,b,200000000\n2,c,200000001\n2,a,200000002\n";
    PrepareRequest request = request("csv", log).with(Setting.SPLIT, "last-days:1");
    Prepared dropped = Prepare.run(request, Progress.NONE);
    assertThat(dropped.dataset().items().ids()).containsExactly("a", "b");
    assertThat(dropped.dataset().test().items()).containsExactly(2, 1);
    assertThat(dropped.dropped())
        .containsEntry("test clicks on unknown items", 1L)
        .containsEntry("test clicks of sessions too short then", 0L);
    Prepared kept = Prepare.run(request.with(Setting.UNKNOWN, "keep"), Progress.NONE);
    assertThat(kept.dataset().items().ids()).containsExactly("a", "b", "c");
    assertThat(kept.dataset().test().items()).containsExactly(2, 3, 1);
    Prepared shortened =
        Prepare.run(
            request("csv", log + "3,a,200000003\n3,d,200000004\n")
                .with(Setting.SPLIT, "last-days:1"),
            Progress.NONE);
    assertThat(shortened.dropped())
        .containsEntry("test clicks on unknown items", 2L)
        .containsEntry("test clicks of sessions too short then", 1L);
  }

  @Test
  void severalFilesAreOneLogAndOrderOfTiesIsAChoice() throws IOException {
    Path first = Files.writeString(folder.resolve("1.csv"), "session,item,time\ns,10,5\ns,9,5\n");
    Path second = Files.writeString(folder.resolve("2.csv"), "session,item,time\ns,8,4\n");
    PrepareRequest request =
        PrepareRequest.of(Formats.named("csv"), List.of(first, second), "two")
            .with(Setting.SPLIT, "none");
    assertThat(ids(request)).containsExactly("8", "10", "9");
    assertThat(ids(request.with(Setting.ORDER, "time-item"))).containsExactly("8", "9", "10");
    assertThat(ids(request.with(Setting.ORDER, "file"))).containsExactly("10", "9", "8");

    Path other = Files.writeString(folder.resolve("3.csv"), "session,item\ns,8\n");
    assertFails(
        PrepareRequest.of(Formats.named("csv"), List.of(first, other), "two"),
        other + ", line 1: the header has no time column (time); it has session, item");
  }

  @Test
  void rowsWithoutASessionCountWhereUsersGroup() {
    String log = "user,session,item\nu,s,a\nu,,b\n,s,c\n";
    PrepareRequest request = request("csv", log).with(Setting.SPLIT, "none");
    Prepared byUser = Prepare.run(request.with(Setting.KEY, "user"), Progress.NONE);
    assertThat(byUser.dataset().items().ids()).containsExactly("a", "b");
    assertThat(byUser.dropped()).containsEntry("rows without user", 1L);
    assertThat(ids(request)).containsExactly("a", "c");
  }

  @Test
  void aColumnThatOnlyHasTheNameOfEventTypesMayHoldAnything() {
    StringBuilder log = new StringBuilder("session,item,type\n0,a,\n0,b,NA\n");
    for (int row = 0; row < 200; row++) {
      log.append("%d,a,t%d\n".formatted(row / 2, row));
    }
    PrepareRequest request = request("csv", log).with(Setting.SPLIT, "none");
    assertThat(Prepare.run(request, Progress.NONE).counts()).containsEntry("clicks", 202L);
    assertFails(request.with(Setting.EVENTS, "t7"), "more than 100 event types");
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() {
    String log = "session,item\n1,a\n2,b\n";
    assertFails(
        request("csv", log),
        "no session is left of 2 with 2 clicks: none has 2 clicks on items clicked 1 times");
    assertFails(request("csv", "session,item\n"), "log: a header, but no rows");
    assertFails(
        request("csv", log).with(Setting.EVENTS, "view"),
        "the log has no event column, but events=view");
    assertFails(
        request("csv", log).with(Setting.KEY, "user"), "the log has no user column, but key=user");
    assertFails(
        request("csv", log).with(Setting.GAP, "1h"), "the log has no time column, but gap=1h");
    assertFails(
        request("csv", "session,item,event\n1,a,view\n1,b,cart\n").with(Setting.EVENTS, "views"),
        "no click is left of 2 rows");
    assertFails(
        request("otto", log).withColumns(Map.of(Column.ITEM, "aid"), TimeFormat.AUTO),
        "format otto has fixed columns; use format csv or tsv to name them");
    assertFails(
        PrepareRequest.of(Formats.named("csv"), List.of(folder.resolve("none")), "x"),
        "none: there is no such file");
    assertFails(
        request("csv", "session,item,time\n1,a,1\n1,b,2\n")
            .with(Setting.DROP_DUPLICATES, "yes")
            .with(Setting.ORDER, "file"),
        "drop-duplicates=yes needs order=time or time-item, not file");
  }

  @Test
  void unknownNamesAndValuesListThePossibilities() {
    assertThatThrownBy(() -> Formats.named("yoo"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "unknown format yoo, expected one of auto, yoochoose, diginetica, retailrocket, rees46,"
                + " cosmetics, appusage, recbole, otto, csv, tsv");
    assertThatThrownBy(() -> Formats.named("retailrocket").recipe("x"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "unknown recipe x of format retailrocket, expected one of gru4rec, session-rec, pyg");
    assertThatThrownBy(() -> Setting.named("gaps"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("unknown setting gaps, expected one of key, missing, events,");
    Settings settings = Formats.named("csv").defaultRecipe().settings();
    for (String wrong :
        List.of(
            "min-support=0",
            "min-length=x",
            "max-length=1",
            "gap=5",
            "gap=0s",
            "gap=-1h",
            "iterate=maybe",
            "order=random",
            "split=srgnn",
            "split=srgnn:0",
            "split=fraction:1",
            "split=users:1,1,1",
            "split=slice:1",
            "split=x",
            "last-duration=-1",
            "last-duration=NaN",
            "train-part=64",
            "train-part=1/0",
            "events=",
            "seed=x",
            "unknown=x")) {
      String[] pair = wrong.split("=", 2);
      assertThatThrownBy(() -> settings.with(Setting.named(pair[0]), pair[1]))
          .as(wrong)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(pair[0] + " must be ")
          .hasMessageEndingWith(", not " + pair[1]);
    }
  }

  @Test
  void helpNamesEveryRecipeWithSettingsThatReadBack() {
    for (Format format : Formats.all()) {
      for (Recipe recipe : format.recipes()) {
        assertThat(Formats.help()).contains(recipe.name(), recipe.settings().toString());
        assertThat(Settings.of(recipe.settings().toString()).all())
            .isEqualTo(recipe.settings().all());
      }
    }
  }

  private List<String> ids(PrepareRequest request) {
    return Prepare.run(request, Progress.NONE).dataset().items().ids();
  }

  private PrepareRequest request(String format, CharSequence text) {
    try {
      Path file = Files.writeString(folder.resolve("log"), text);
      return PrepareRequest.of(Formats.named(format), List.of(file), "test");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void event(
      StringBuilder log, long time, String visitor, String event, String item) {
    log.append("%d,%s,%s,%s,\n".formatted(time, visitor, event, item));
  }

  private static void assertFails(PrepareRequest request, String message) {
    assertThatThrownBy(() -> Prepare.run(request, Progress.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
