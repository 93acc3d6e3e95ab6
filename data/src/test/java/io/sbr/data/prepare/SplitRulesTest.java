package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitRulesTest {
  private static final long DAY = 86_400_000L;

  /** Session s clicks item 2s + 1, then 2s + 2; times in days, dates those of the second. */
  private static DatedSessions days(double... firstAndSecond) {
    int count = firstAndSecond.length / 2;
    long[] times = Arrays.stream(firstAndSecond).mapToLong(d -> (long) (d * DAY)).toArray();
    int[] offsets = IntStream.rangeClosed(0, count).map(s -> 2 * s).toArray();
    int[] items = IntStream.rangeClosed(1, 2 * count).toArray();
    long[] dates = IntStream.range(0, count).mapToLong(s -> times[2 * s + 1]).toArray();
    return new DatedSessions(new Sessions(items, offsets, times, null, null), dates);
  }

  private static void assertSplit(
      String rule, DatedSessions sessions, int[] trainItems, int[] testItems) {
    SplitRule.Parts parts = SplitRules.parse(rule).split(sessions, 42);
    assertThat(parts.train().items()).as("train of " + rule).isEqualTo(trainItems);
    assertThat(parts.test().items()).as("test of " + rule).isEqualTo(testItems);
  }

  private static int[] items(int... items) {
    return items;
  }

  @Test
  void srgnnLosesTheSessionsOfTheSplitDateAndSortsByDateStably() {
    DatedSessions sessions = days(9, 10, 1, 2, 3, 3, 1.5, 2, 8, 9);
    assertSplit("srgnn:7", sessions, items(3, 4, 7, 8), items(9, 10, 1, 2));
  }

  @Test
  void srgnnDropsFractionsOfASecond() {
    DatedSessions sessions = days(0, 0, 3, 3, 10, 10);
    sessions.dates()[1] += 999;
    assertSplit("srgnn:7", sessions, items(1, 2), items(5, 6));
    sessions.dates()[1] += 1;
    assertSplit("srgnn:7", sessions, items(1, 2), items(3, 4, 5, 6));
  }

  @Test
  void lastDaysByStartCutsTheSessionThatRunsAcross() {
    DatedSessions sessions = days(9, 10, 1, 2, 2.5, 3.5, 3, 3.5);
    assertSplit("last-days:7", sessions, items(3, 4, 5), items(7, 8, 1, 2));
    assertSplit("last-days:7@" + 16 * DAY, sessions, items(3, 4, 5, 6, 7, 8), items(1, 2));
  }

  @Test
  void lastDaysByEndTakesWhatEndsAfterTheBoundary() {
    DatedSessions sessions = days(9, 10, 1, 3, 2.5, 3.5);
    assertSplit("last-days-by-end:7", sessions, items(3, 4), items(5, 6, 1, 2));
  }

  /** The session that ends at the boundary itself is test here, and train there. */
  @Test
  void gru4recTakesWhatEndsAtTheBoundaryToo() {
    DatedSessions sessions = days(9, 10, 1, 3, 2.5, 3.5, 2, 2.5);
    assertSplit("gru4rec:7", sessions, items(7, 8), items(3, 4, 5, 6, 1, 2));
    assertSplit("last-days-by-end:7", sessions, items(7, 8, 3, 4), items(5, 6, 1, 2));
  }

  @Test
  void sliceTakesOneWindow() {
    DatedSessions sessions = days(0, 1, 1, 5, 6, 7, 11, 12, 13, 14, 15, 16);
    assertSplit("slice:0,4,2,7", sessions, items(1, 2), items(3, 4));
    assertSplit("slice:1,6,3,7", sessions, items(5, 6, 7, 8), items(9, 10, 11, 12));
  }

  /** Of ten days the last two; the session that runs across is train, whole. */
  @Test
  void lastTimeTakesWhatStartsInTheLastShareOfTheTime() {
    DatedSessions sessions = days(9, 10, 0, 1, 8, 8.5, 7, 9);
    assertSplit("last-time:0.2", sessions, items(3, 4, 7, 8), items(5, 6, 1, 2));
    assertSplit("last-time:0.19", sessions, items(3, 4, 7, 8, 5, 6), items(1, 2));
  }

  /** Of ten clicks the last two begin at day 9.5; of all times the last fifth begins at day 8. */
  @Test
  void lastClicksTakesWhatStartsAmongTheLastClicks() {
    DatedSessions sessions = days(9.5, 10, 0, 1, 8.5, 8.6, 8.7, 9, 9.1, 9.2);
    assertSplit("last-clicks:0.2", sessions, items(3, 4, 5, 6, 7, 8, 9, 10), items(1, 2));
    assertSplit("last-clicks:0.4", sessions, items(3, 4, 5, 6, 7, 8), items(9, 10, 1, 2));
  }

  @Test
  void sharesOfTimeNeedTimes() {
    DatedSessions untimed = new DatedSessions(Sessions.of(items(1), items(2)), null);
    for (String rule : new String[] {"last-time:0.2", "last-clicks:0.2"}) {
      assertThatThrownBy(() -> SplitRules.parse(rule).split(untimed, 42))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("needs times");
    }
  }

  @Test
  void fractionGoesByStartAndWorksWithoutTimes() {
    DatedSessions sessions = days(9, 10, 1, 2, 2.5, 3.5, 3, 3.5);
    assertSplit("fraction:0.5", sessions, items(3, 4, 5, 6), items(7, 8, 1, 2));
    assertSplit("none", sessions, items(3, 4, 5, 6, 7, 8, 1, 2), items());
    DatedSessions timeless = new DatedSessions(Sessions.of(items(1, 2), items(3, 4)), null);
    assertSplit("fraction:0.5", timeless, items(1, 2), items(3, 4));
  }

  @Test
  void aFractionLeavesAtLeastOneSessionOnEachSide() {
    assertSplit("fraction:0.1", days(1, 2, 3, 4), items(1, 2), items(3, 4));
    assertSplit("fraction:0.9", days(1, 2, 3, 4), items(1, 2), items(3, 4));
    assertSplit("fraction:0.9", days(1, 2), items(1, 2), items());
  }

  @Test
  void splitsThatNeedTimesOrUsersSaySo() {
    DatedSessions bare = new DatedSessions(Sessions.of(items(1, 2)), null);
    for (String rule :
        new String[] {
          "srgnn:1", "last-days:1", "last-days-by-end:1", "gru4rec:1", "slice:0,1,1,1"
        }) {
      assertThatThrownBy(() -> SplitRules.parse(rule).split(bare, 1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("needs times");
    }
    for (String rule : new String[] {"users:0.8,0.1,0.1", "user-time:0.2"}) {
      assertThatThrownBy(() -> SplitRules.parse(rule).split(bare, 1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("needs users");
    }
  }

  @Test
  void usersAreSharedOutWholeAndBySeed() {
    int users = 100;
    int[] userOf = IntStream.range(0, 3 * users).map(s -> s % (users + 1) - 1).toArray();
    DatedSessions sessions = users(userOf);
    SplitRule rule = SplitRules.parse("users:0.8,0.1,0.1");
    SplitRule.Parts parts = rule.split(sessions, 1);
    int[] train = distinct(parts.train().users());
    int[] test = distinct(parts.test().users());
    assertThat(train).hasSize(80).doesNotContain(test).doesNotContain(-1);
    assertThat(test).hasSize(10).doesNotContain(-1);
    assertThat(distinct(rule.split(sessions, 1).test().users())).isEqualTo(test);
    assertThat(distinct(rule.split(sessions, 2).test().users())).isNotEqualTo(test);
  }

  @Test
  void theLastSessionsOfEachUserByTime() {
    // user 0: sessions 0 … 4, user 1: session 5, unknown: session 6
    DatedSessions sessions = users(0, 0, 0, 0, 0, 1, -1);
    sessions.sessions().times()[0] = 100;
    SplitRule.Parts parts = SplitRules.parse("user-time:0.2").split(sessions, 1);
    assertThat(parts.test().items()).containsExactly(1);
    assertThat(parts.train().items()).containsExactly(2, 3, 4, 5, 6);
  }

  /** Session s clicks item s + 1 once, at time s. */
  private static DatedSessions users(int... userOf) {
    int n = userOf.length;
    return new DatedSessions(
        new Sessions(
            IntStream.rangeClosed(1, n).toArray(),
            IntStream.rangeClosed(0, n).toArray(),
            IntStream.range(0, n).asLongStream().toArray(),
            null,
            userOf),
        new long[n]);
  }

  private static int[] distinct(int[] values) {
    return Arrays.stream(values).sorted().distinct().toArray();
  }
}
