package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real pieces of vendors' logs (shared data, raw-samples). Counts were taken from the files with
 * awk and sort, not from this program.
 */
class PrepareSamplesTest {
  private static final Path SAMPLES = Path.of("../../shared/data/raw-samples");

  @BeforeEach
  void samplesPresent() {
    if (!Files.isDirectory(SAMPLES)) {
      System.out.println("skipped: no raw samples in " + SAMPLES);
    }
    assumeTrue(Files.isDirectory(SAMPLES), "no raw samples in " + SAMPLES);
  }

  /** Example 11 of docs/pipeline.md, section 11. */
  @Test
  void digineticaByDefaultIsWhatSrGnnMakesOfIt() throws IOException {
    AtomicLong read = new AtomicLong();
    Path log = SAMPLES.resolve("train-item-views.csv.gz");
    Prepared prepared =
        Prepare.run(
            PrepareRequest.of(Formats.named("diginetica"), List.of(log), "sample"),
            (bytes, total) -> {
              assertThat(total).isEqualTo(105_915);
              read.set(bytes);
            });

    assertThat(lines(prepared.dataset().train()))
        .hasSize(469)
        .isEqualTo(expected("train-item-views.expected-train.txt.gz"));
    assertThat(lines(prepared.dataset().test()))
        .hasSize(39)
        .isEqualTo(expected("train-item-views.expected-test.txt.gz"));
    List<String> items = new ArrayList<>(List.of("newId;itemId"));
    for (int item = 1; item <= prepared.dataset().items().size(); item++) {
      items.add(item + ";" + prepared.dataset().items().id(item));
    }
    assertThat(items).isEqualTo(expected("train-item-views.expected-items.csv.gz"));
    assertThat(prepared.dropped()).containsEntry("sessions of neither part", 9L);
    assertThat(prepared.counts()).containsEntry("rows", 12_391L).containsEntry("sessions", 2_986L);
    assertThat(read.get()).isEqualTo(105_915);
  }

  @Test
  void yoochooseByDefault() {
    Prepared prepared = Prepare.run(request("yoochoose", "yoochoose-clicks.dat.gz"), Progress.NONE);
    assertThat(prepared.counts())
        .containsEntry("rows", 1_913L)
        .containsEntry("sessions", 461L)
        .containsEntry("clicks", 1_913L)
        .containsEntry("filtered sessions", 183L)
        .containsEntry("filtered clicks", 591L)
        .containsEntry("train sessions", 158L)
        .containsEntry("train clicks", 515L)
        .containsEntry("test sessions", 25L)
        .containsEntry("test clicks", 76L)
        .containsEntry("items", 90L);
    assertThat(lines(prepared.dataset().train())).startsWith("1 2", "3 4", "5 6");
    assertThat(lines(prepared.dataset().test())).startsWith("73 49", "87 87 87 87 36", "46 23");
    assertThat(prepared.dataset().items().ids()).startsWith("214819721", "214836761", "214535621");
  }

  @Test
  void yoochooseQuarterKeepsTheLastSamplesAndAllItems() {
    PrepareRequest request =
        request("yoochoose", "yoochoose-clicks.dat.gz").withRecipe("srgnn-1/4");
    Prepared prepared = Prepare.run(request, Progress.NONE);
    Sessions train = prepared.dataset().train();
    assertThat(train.clicks() - train.count()).isEqualTo(357 / 4);
    assertThat(prepared.dataset().items().size()).isEqualTo(90);
    assertThat(prepared.dataset().test().count()).isEqualTo(25);
  }

  @Test
  void rees46RowWithoutSessionIsDroppedAndCounted() {
    PrepareRequest request =
        request("rees46", "rees46-2019-Oct.csv.gz")
            .withRecipe("sessions")
            .with(Setting.SPLIT, "fraction:0.1");
    Prepared prepared = Prepare.run(request, Progress.NONE);
    assertThat(prepared.counts()).containsEntry("rows", 17_435L);
    assertThat(prepared.dropped())
        .containsEntry("rows without session", 1L)
        .containsEntry("events of other types", 379L)
        .containsEntry("consecutive repeats", 17_055L - 13_247);
    assertThat(prepared.counts())
        .containsEntry("sessions", 5_066L)
        .containsEntry("filtered sessions", 691L)
        .containsEntry("filtered clicks", 2_328L);
  }

  /** The published script does not read user_session, so the row without one counts too. */
  @Test
  void rees46ByUserAndPause() {
    PrepareRequest request =
        request("rees46", "rees46-2019-Oct.csv.gz").with(Setting.SPLIT, "fraction:0.1");
    Prepared prepared = Prepare.run(request, Progress.NONE);
    assertThat(prepared.counts())
        .containsEntry("sessions", 4_518L)
        .containsEntry("clicks", 13_149L)
        .containsEntry("filtered sessions", 721L)
        .containsEntry("filtered clicks", 2_516L)
        .containsEntry("train sessions", 649L);
  }

  /** Counts and seconds from a script of its own, as the others are. */
  @Test
  void cosmeticsForPsrGatHasDurationsAndUsers() {
    PrepareRequest request =
        request("cosmetics", "rees46-2019-Oct.csv.gz").withRecipe("psrgat-time");
    Prepared prepared = Prepare.run(request, Progress.NONE);
    assertThat(prepared.counts())
        .containsEntry("filtered sessions", 264L)
        .containsEntry("filtered clicks", 1_241L);
    Prepared whole = Prepare.run(request.with(Setting.SPLIT, "none"), Progress.NONE);
    Sessions sessions = whole.dataset().train();
    double seconds = 0;
    for (float duration : sessions.durations()) {
      seconds += duration;
    }
    assertThat(seconds).isEqualTo(71_280);
    assertThat(sessions.users()).doesNotContain(-1);
    Sessions guessed =
        Prepare.run(
                request.with(Setting.SPLIT, "none").with(Setting.LAST_DURATION, "20"),
                Progress.NONE)
            .dataset()
            .train();
    assertThat(guessed.durations()[guessed.offset(1) - 1]).isEqualTo(20);
  }

  @Test
  void aSplitThatLeavesAPartEmptySaysWhatTheLogSpans() {
    assertThatThrownBy(
            () -> Prepare.run(request("rees46", "rees46-2019-Oct.csv.gz"), Progress.NONE))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "split=last-days:1@1575158400000 leaves no test session; the log runs from"
                + " 2019-10-01T00:00:01Z to 2019-10-01T02:50:00Z; choose another split, for example"
                + " fraction:0.5, or none");
  }

  @Test
  void genericTsvWithColumnsOfTheUsersChoice() {
    PrepareRequest request =
        request("tsv", "retailrocket-sessions.tsv.gz")
            .withColumns(
                Map.of(
                    Column.SESSION, "session_id",
                    Column.USER, "user_id",
                    Column.ITEM, "item_id",
                    Column.TIME, "timestamp"),
                TimeFormat.AUTO);
    Prepared prepared = Prepare.run(request, Progress.NONE);
    // two of the 2,950 session ids are those of two users each
    assertThat(prepared.counts())
        .containsEntry("rows", 10_080L)
        .containsEntry("sessions", 2_952L)
        .containsEntry("clicks", 10_080L)
        .containsEntry("filtered sessions", 2_950L);
    assertThat(prepared.notes().get(0)).startsWith("session ids of several users: 2;");
    Prepared byId = Prepare.run(request.with(Setting.KEY, "session"), Progress.NONE);
    assertThat(byId.counts())
        .containsEntry("sessions", 2_950L)
        .containsEntry("filtered sessions", 2_949L)
        .containsEntry("train sessions", 2_949L - 295);
    assertThat(Arrays.stream(prepared.dataset().train().users()).distinct().count())
        .isBetween(2_000L, 2_496L);
  }

  private static PrepareRequest request(String format, String file) {
    return PrepareRequest.of(Formats.named(format), List.of(SAMPLES.resolve(file)), "sample");
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

  private static List<String> expected(String file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SAMPLES.resolve(file)))))) {
      return reader.lines().toList();
    }
  }
}
