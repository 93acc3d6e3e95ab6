package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each recipe is, setting by setting (docs/pipeline.md, sections 13 and 14), and what the
 * published ones make of a log small enough to be worked out by hand.
 */
class RecipesTest {
  /** Section 13: one pass of both filters, test items that train does not have dropped. */
  private static final String SRGNN = "key=session min-support=5 min-length=2 unknown=drop";

  /** Section 14: both filters until nothing changes, such test items kept. */
  private static final String GRU4REC =
      "order=time-item merge-repeats=yes min-support=5 min-length=2 iterate=yes unknown=keep";

  /** Section 14: at least 3 clicks a session and 5 an item. */
  private static final String PSRGAT =
      "order=time merge-repeats=yes min-support=5 min-length=3 iterate=yes unknown=drop";

  private static final String BY_USER = "key=user events=view gap=1h";

  /** Section 15: what is guessed is said, and nothing learns from what came later. */
  private static final String PLAIN =
      "key=auto missing=words gap=auto order=time min-length=2 max-length=1000 overlap=cut"
          + " split=fraction:0.1";

  /** Section 14: all that a user did, and the last fifth of the time. */
  private static final String PERSONAL =
      "key=user missing=words gap=30m order=time min-length=1 max-length=none unknown=keep"
          + " overlap=keep split=last-time:0.2";

  private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

  static {
    recipe("yoochoose srgnn", SRGNN, "order=file split=srgnn:1");
    recipe("yoochoose srgnn-1/64", SRGNN, "order=file split=srgnn:1 train-part=1/64");
    recipe("yoochoose srgnn-1/4", SRGNN, "order=file split=srgnn:1 train-part=1/4");
    recipe("yoochoose gru4rec", "key=session", GRU4REC, "split=last-days:1");
    recipe("yoochoose gru4rec-2016", SRGNN, "order=time split=gru4rec:1");
    recipe("diginetica srgnn", SRGNN, "order=time split=srgnn:7");
    recipe("diginetica gru4rec", "key=session", GRU4REC, "split=last-days:7");
    recipe(
        "retailrocket gru4rec",
        BY_USER + " gap-over=all",
        GRU4REC,
        "split=last-days:7@" + Instant.parse("2015-09-18T03:00:00Z").toEpochMilli());
    recipe(
        "retailrocket session-rec",
        "key=user events=view gap=30m gap-over=all order=time min-support=5 min-length=2",
        "merge-repeats=no iterate=no unknown=drop split=slice:0,25,2,27");
    recipe(
        "retailrocket pyg",
        BY_USER + " gap-over=kept order=time-item min-support=1 min-length=2 unknown=keep",
        "split=users:0.4,0.05,0.05 seed=42");
    recipe(
        "rees46 gru4rec",
        BY_USER + " gap-over=kept",
        GRU4REC,
        "split=last-days:1@" + Instant.parse("2019-12-01T00:00:00Z").toEpochMilli());
    recipe("rees46 sessions", "key=session events=view", GRU4REC, "split=last-days:1");
    String cosmetics = "key=session events=view drop-duplicates=yes";
    recipe("cosmetics psrgat", cosmetics, PSRGAT, "split=user-time:0.2");
    recipe("cosmetics psrgat-time", cosmetics, PSRGAT, "split=fraction:0.2");
    recipe("cosmetics gru4rec", BY_USER + " gap-over=kept", GRU4REC, "split=last-days:1");
    recipe("appusage psrgat", "key=user gap=5m", PSRGAT, "split=user-time:0.2");
    recipe("appusage psrgat-time", "key=user gap=5m", PSRGAT, "split=fraction:0.2");
    recipe("recbole plain", PLAIN);
    recipe(
        "otto clicks",
        "key=session events=clicks order=time min-length=2 unknown=drop split=last-days:7");
    recipe(
        "otto all-events",
        "key=session events=all order=time merge-repeats=yes min-length=2 unknown=drop",
        "split=last-days:7");
    recipe("csv plain", PLAIN);
    recipe("csv personal", PERSONAL);
    recipe("tsv plain", PLAIN);
    recipe("tsv personal", PERSONAL);
  }

  private static void recipe(String name, String... settings) {
    EXPECTED.put(name, String.join(" ", settings));
  }

  static Stream<Arguments> recipes() {
    return Formats.all().stream()
        .flatMap(
            format -> format.recipes().stream().map(recipe -> Arguments.of(format.name(), recipe)));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void isWhatIsWritten(String format, Recipe recipe) {
    String written = EXPECTED.get(format + " " + recipe.name());
    assertThat(written).as("settings of a new recipe").isNotNull();
    assertThat(recipe.settings().all()).isEqualTo(Settings.of(written).all());
  }

  @Test
  void noRecipeIsGone() {
    assertThat(recipes().map(r -> r.get()[0] + " " + ((Recipe) r.get()[1]).name()))
        .containsExactlyElementsOf(EXPECTED.keySet());
  }

  @TempDir Path folder;

  /** One row of a log: what someone did, minutes after the split. */
  private record Row(String key, int minute, String item, String event) {
    private Instant time() {
      return SPLIT.plusSeconds(60L * minute);
    }

    private String time(String pattern) {
      return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(time());
    }
  }

  /** A day before the end that GRU4Rec's recipe for REES46 fixes. */
  private static final Instant SPLIT = Instant.parse("2019-11-30T00:00:00Z");

  private static final int DAY = 24 * 60;

  /** SR-GNN's rules, one after another. 10 and 20 are clicked often. */
  private static List<Row> srGnnLog(int days) {
    int end = days * DAY;
    List<Row> log = new ArrayList<>();
    log.addAll(session("a", -300, 10, 20));
    log.addAll(session("b", -290, 20, 10));
    log.addAll(session("c", -280, 10, 10)); // repeats stay
    log.add(view("d", -269, 20)); // read first, clicked last
    log.add(view("d", -270, 10));
    log.addAll(session("e", -260, 30, 10));
    log.addAll(session("f", -250, 30, 20));
    log.addAll(session("g", -240, 10, 30));
    log.addAll(session("h", -230, 20, 30));
    log.addAll(session("i", -220, 30, 40)); // 40 is rare; 30 has 4 clicks then, and stays
    log.addAll(session("j", -1, 10, 20)); // the date of the split is in neither part
    log.addAll(session("k", end - 60, 10, 50, 20)); // train does not have 50
    log.addAll(session("l", end - 50, 10, 50));
    log.addAll(session("m", end - 40, 50, 50, 50, 20));
    log.addAll(session("n", end - 1, 20, 10));
    return log;
  }

  @ParameterizedTest
  @CsvSource({"yoochoose, 1, 2 1", "diginetica, 7, 1 2"})
  void srgnn(String format, int days, String unordered) {
    Prepared prepared = prepare(format, "srgnn", srGnnLog(days));
    assertThat(prepared.dataset().items().ids()).containsExactly("10", "20", "30");
    assertThat(lines(prepared.dataset().train()))
        .containsExactly("1 2", "2 1", "1 1", unordered, "3 1", "3 2", "1 3", "2 3");
    assertThat(lines(prepared.dataset().test())).containsExactly("1 2", "2 1");
  }

  /** 128 samples: the latest two are the short ones of the last session, which has three. */
  @Test
  void yoochoosesSixtyFourthNumbersItemsAsTheWhole() {
    List<Row> log = new ArrayList<>();
    for (int s = 0; s < 125; s++) {
      log.addAll(session("s" + s, 3 * s - 1000, s < 5 ? 30 : 10, 20));
    }
    log.addAll(session("last", -100, 20, 10, 20, 10));
    log.addAll(session("test", DAY - 1, 30, 10)); // the fraction never shows 30
    Prepared prepared = prepare("yoochoose", "srgnn-1/64", log);
    assertThat(prepared.dataset().items().ids()).containsExactly("30", "20", "10");
    assertThat(lines(prepared.dataset().train())).containsExactly("2 3 2");
    assertThat(lines(prepared.dataset().test())).containsExactly("1 3");
  }

  /** GRU4Rec's rules, one after another. 10 and 20 are clicked often. */
  private static List<Row> gru4recLog(int days) {
    List<Row> log = new ArrayList<>();
    log.addAll(session("a", -1300, 10, 20));
    log.addAll(session("b", -1200, 20, 10));
    log.addAll(session("c", -1100, 10, 10, 20)); // merged
    log.add(view("d", -1000, 20)); // at once: in order of the items
    log.add(view("d", -1000, 10));
    log.addAll(session("e", -900, 30, 10));
    log.addAll(session("f", -800, 30, 20));
    log.addAll(session("g", -700, 10, 30));
    log.addAll(session("h", -600, 20, 30));
    log.addAll(session("i", -500, 30, 40)); // 40 is rare, so that 30 becomes rare
    log.addAll(session("j", -2, 10, 20, 10, 20)); // cut at the split
    log.addAll(session("k", 5, 50, 10)); // train does not have 50
    log.addAll(session("l", 15, 50, 20, 50));
    log.addAll(session("m", 25, 10, 50));
    log.addAll(session("n", days * DAY - 1, 20, 50));
    return log;
  }

  private static void assertGru4rec(Prepared prepared) {
    assertThat(prepared.dataset().items().ids()).containsExactly("10", "20", "50");
    assertThat(lines(prepared.dataset().train()))
        .containsExactly("1 2", "2 1", "1 2", "1 2", "1 2");
    assertThat(lines(prepared.dataset().test())).containsExactly("3 1", "3 2 3", "1 3", "2 3");
  }

  @ParameterizedTest
  @CsvSource({"yoochoose, gru4rec, 1", "diginetica, gru4rec, 7", "rees46, sessions, 1"})
  void gru4recOnTheLogsOwnSessions(String format, String recipe, int days) {
    List<Row> log = gru4recLog(days);
    if (format.equals("rees46")) {
      log.add(new Row("k", 4, "10", "cart"));
    }
    assertGru4rec(prepare(format, recipe, log));
  }

  /** The user of session a is that of b too; what is in the cart bridges no pause. */
  @ParameterizedTest
  @CsvSource({"rees46", "cosmetics"})
  void gru4recOnUsersAndPauses(String format) {
    List<Row> log = new ArrayList<>();
    for (Row row : gru4recLog(1)) {
      log.add(new Row(row.key.replace('b', 'a'), row.minute, row.item, row.event));
    }
    log.add(new Row("a", -1250, "10", "cart"));
    assertGru4rec(prepare(format, "gru4rec", log));
  }

  @Test
  void appUsagesLastFifthOfAllSessions() {
    List<Row> log = new ArrayList<>();
    log.addAll(session("u", 0, 10, 20, 30));
    log.addAll(session("u", 8, 30, 10, 20)); // after six minutes
    log.addAll(session("v", 10, 20, 20, 30, 10)); // merged
    log.addAll(session("v", 70, 10, 20)); // too short
    log.addAll(session("w", 80, 10, 30, 20));
    log.addAll(session("u", 120, 20, 10, 30));
    Prepared prepared = prepare("appusage", "psrgat-time", log);
    assertThat(lines(prepared.dataset().train()))
        .containsExactly("1 2 3", "3 1 2", "2 3 1", "1 3 2");
    assertThat(lines(prepared.dataset().test())).containsExactly("2 1 3");
  }

  /** A click a minute. */
  private static List<Row> session(String key, int minute, int... items) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < items.length; i++) {
      rows.add(view(key, minute + i, items[i]));
    }
    return rows;
  }

  private static Row view(String key, int minute, int item) {
    return new Row(key, minute, Integer.toString(item), "view");
  }

  private Prepared prepare(String format, String recipe, List<Row> log) {
    try {
      Path file = Files.writeString(folder.resolve("log"), text(format, recipe, log));
      PrepareRequest request = PrepareRequest.of(Formats.named(format), List.of(file), "test");
      return Prepare.run(request.withRecipe(recipe), Progress.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The log as its vendor writes it; what a recipe must not group by is different in every row. */
  private static String text(String format, String recipe, List<Row> log) {
    StringBuilder text = new StringBuilder();
    switch (format) {
      case "diginetica" -> text.append("sessionId;userId;itemId;timeframe;eventdate\n");
      case "rees46", "cosmetics" ->
          text.append("event_time,event_type,product_id,price,user_id,user_session\n");
      default -> {} // has no header
    }
    for (Row row : log) {
      String other = "row" + text.length();
      boolean sessions = recipe.equals("sessions");
      String line =
          switch (format) {
            case "yoochoose" -> "%s,%s,%s,0".formatted(row.key, row.time(), row.item);
            case "diginetica" ->
                "%s;NA;%s;%d;%s"
                    .formatted(
                        row.key,
                        row.item,
                        60_000 * (row.minute - midnight(log, row.key)),
                        row.time("yyyy-MM-dd"));
            case "appusage" ->
                "%s\t%s\t1\t%s\t9".formatted(row.key, row.time("yyyyMMddHHmmss"), row.item);
            default ->
                "%s UTC,%s,%s,1.0,%s,%s"
                    .formatted(
                        row.time("yyyy-MM-dd HH:mm:ss"),
                        row.event,
                        row.item,
                        sessions ? other : row.key,
                        sessions ? row.key : other);
          };
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** Before a session begins: where its timeframe counts from. */
  private static int midnight(List<Row> log, String key) {
    int first = log.stream().filter(r -> r.key.equals(key)).mapToInt(Row::minute).min().orElse(0);
    return Math.floorDiv(first, DAY) * DAY;
  }

  private static List<String> lines(Sessions sessions) {
    List<String> lines = new ArrayList<>();
    for (int s = 0; s < sessions.count(); s++) {
      lines.add(
          Arrays.stream(sessions.items(s))
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(" ")));
    }
    return lines;
  }
}
