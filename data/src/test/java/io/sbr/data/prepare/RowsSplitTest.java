package io.sbr.data.prepare;

import static io.sbr.data.prepare.PreparedLogs.assertFails;
import static io.sbr.data.prepare.PreparedLogs.prepare;
import static io.sbr.data.prepare.PreparedLogs.sessions;
import static io.sbr.data.prepare.PreparedLogs.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How the rows of a log of any shop are split into train and test (docs/pipeline.md, section 15).
 */
class RowsSplitTest {
  @TempDir Path folder;

  private PrepareRequest request(String format, String log) {
    return PreparedLogs.request(folder, format, log);
  }

  @Test
  void aTestPartOnItemsThatTrainLacksIsSaid() {
    String log = "session,item,time\n1,A,1\n1,B,2\n2,C,3\n2,D,4\n";
    assertFails(
        request("csv", log).with(Setting.SPLIT, "fraction:0.5"),
        "split=fraction:0.5: all 2 test clicks are on items that train lacks; unknown=keep keeps"
            + " them");
    assertFails(
        request("csv", log + "2,A,5\n").with(Setting.SPLIT, "fraction:0.5"),
        "split=fraction:0.5: 2 of the 3 test clicks are on items that train lacks, and no test"
            + " session has 2 others; unknown=keep keeps them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"last-days:1", "srgnn:1", "last-days-by-end:1", "gru4rec:1", "slice:0,1,1,1"})
  void aSplitThatNeedsTimesNamesTheColumns(String split) {
    assertFails(
        request("csv", "user,item,wann\nu,a,gestern\n").with(Setting.SPLIT, split),
        "the log has no time column, but split="
            + split
            + "; its columns are user, item, wann: --columns time=NAME says which it is");
  }

  @Test
  void aSplitThatNeedsUsersNamesTheColumns() {
    assertFails(
        request("csv", "session,item,wer\nu,a,b\n").with(Setting.SPLIT, "user-time:0.2"),
        "the log has no user column, but split=user-time:0.2; its columns are session, item, wer:"
            + " --columns user=NAME says which it is");
  }

  @Test
  void nothingIsLearnedFromWhatCameAfterTheTestBegan() {
    String log =
        "session,item,time\n1,A,1\n1,B,2\n1,A,2000\n" // runs on long after the test has begun
            + "2,A,3\n2,B,4\n2,B,1000\n3,B,5\n3,A,999\n3,A,1001\n" // too short once cut
            + "4,B,1000\n4,A,1001\n";
    PrepareRequest request = request("csv", log).with(Setting.SPLIT, "fraction:0.25");
    Prepared prepared = prepare(request);
    assertThat(sessions(prepared)).containsExactly("A B", "A B B", "B A");
    assertThat(words(prepared.dataset(), prepared.dataset().test())).containsExactly("B A");
    assertThat(prepared.dropped()).containsEntry("train clicks after the first test click", 2L);
    assertThat(prepared.notes())
        .contains(
            "train clicks later than the first test click: 2, left out; overlap=keep keeps them");
    Prepared published = prepare(request.with(Setting.OVERLAP, "keep"));
    assertThat(sessions(published)).containsExactly("A B A", "A B B", "B A A");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fraction:0.3", "last-days:2", "last-days-by-end:2", "srgnn:2", "slice:0,3,3,1"})
  void noTimeSplitOfThePlainRecipeKnowsTheFuture(String split) {
    Prepared prepared = prepare(request("csv", overlapping()).with(Setting.SPLIT, split));
    long first = Arrays.stream(prepared.dataset().test().times()).min().orElseThrow();
    assertThat(Arrays.stream(prepared.dataset().train().times()).max().orElseThrow())
        .isLessThanOrEqualTo(first);
    assertThat(prepared.dataset().train().count()).isPositive();
  }

  @Test
  void aSplitByUserIsSaidToKnowTheFuture() {
    String log = "user,session,item,time\nu,1,A,1\nu,1,B,2\nu,2,B,3\nu,2,A,4\nv,3,A,5\nv,3,B,6\n";
    Prepared prepared = prepare(request("csv", log).with(Setting.SPLIT, "user-time:0.5"));
    assertThat(sessions(prepared)).containsExactly("A B", "A B");
    assertThat(prepared.filters()).containsEntry("overlap", "keep");
    assertThat(prepared.notes())
        .contains("train clicks later than the first test click: 2, as a split by user has it");
  }

  /** Six days of sessions of up to six hours. */
  private static String overlapping() {
    Random random = new Random(3);
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int session = 0; session < 300; session++) {
      long start = 1_700_000_000L + random.nextInt(6 * 86_400);
      for (int click = 0; click < 4; click++) {
        log.append(
            "s%d,i%d,%d\n".formatted(session, random.nextInt(9), start + random.nextInt(21_600)));
      }
    }
    return log.toString();
  }
}
