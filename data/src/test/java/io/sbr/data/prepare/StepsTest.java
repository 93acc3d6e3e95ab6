package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import io.sbr.data.prepare.column.IntColumn;
import io.sbr.data.prepare.column.LongColumn;
import io.sbr.data.prepare.column.Numbering;
import io.sbr.data.prepare.tally.Tally;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps between a log and a data set, one by one. */
class StepsTest {
  @Test
  void keysAreNumberedByFirstAppearanceWhateverTheirForm() {
    Numbering numbering = new Numbering();
    Map<String, Integer> expected = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      int n = random.nextInt(4_000);
      String key =
          switch (n % 4) {
            case 0 -> Integer.toString(n);
            case 1 -> "0" + n;
            case 2 -> new UUID(n, n).toString();
            default -> "-" + n;
          };
      int number = expected.computeIfAbsent(key, k -> expected.size());
      assertThat(numbering.number(key)).as(key).isEqualTo(number);
    }
    assertThat(numbering.number("")).isEqualTo(expected.size());
    assertThat(numbering.number("999999999999999999")).isEqualTo(expected.size() + 1);
    assertThat(numbering.number("9999999999999999990")).isEqualTo(expected.size() + 2);
  }

  @Test
  void columnsKeepValuesAcrossChunks() {
    IntColumn ints = new IntColumn();
    LongColumn longs = new LongColumn();
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      ints.add(i * 3);
      longs.add(i * 5L);
    }
    ints.set(70_000, -1);
    assertThat(ints.toArray()).hasSize(n);
    assertThat(ints.toArray()[70_000]).isEqualTo(-1);
    assertThat(ints.toArray()[n - 1]).isEqualTo((n - 1) * 3);
    assertThat(longs.drain(new int[] {65_536, 0, 131_071})).containsExactly(327_680L, 0L, 655_355L);
  }

  @Test
  void indexSortIsStableAndKeepsToItsRange() {
    int n = 1000;
    int[] keys = new Random(2).ints(n, 0, 20).toArray();
    int[] indices = new int[n];
    Arrays.setAll(indices, i -> i);
    Integer[] expected = Arrays.stream(indices).boxed().toArray(Integer[]::new);
    Arrays.sort(expected, 100, 900, (a, b) -> Integer.compare(keys[a], keys[b]));
    IndexSort.sort(indices, 100, 900, (a, b) -> Integer.compare(keys[a], keys[b]));
    assertThat(indices).isEqualTo(Arrays.stream(expected).mapToInt(i -> i).toArray());
  }

  @Test
  void aSessionIsCutWhereThePauseIsStrictlyLongerThanTheGap() {
    int[] keys = {0, 4, 6};
    long[] times = {0, 10, 21, 31, 5, 15};
    assertThat(Sessioniser.cut(keys, times, 10)).containsExactly(0, 2, 4, 6);
    assertThat(Sessioniser.cut(keys, times, 11)).containsExactly(0, 4, 6);
  }

  @Test
  void itemsRankAsNumbersBeforeOtherIds() {
    assertThat(Sessioniser.itemRanks(List.of("b", "10", "9", "a", "100")))
        .containsExactly(4, 1, 0, 3, 2);
    assertThat(Sessioniser.itemRanks(List.of("", "007", "0", "7", "7a")))
        .as("canonical ones")
        .containsExactly(2, 3, 0, 1, 4);
  }

  @Test
  void durationsAreSecondsToTheNextClick() {
    Sessions sessions =
        new Sessions(
            new int[] {1, 2, 3, 4},
            new int[] {0, 3, 4},
            new long[] {0, 1500, 1500, 9000},
            null,
            null);
    assertThat(Sessioniser.withDurations(sessions, 0).durations())
        .containsExactly(1.5f, 0f, 0f, 0f);
    assertThat(Sessioniser.withDurations(sessions, 30).durations())
        .containsExactly(1.5f, 0f, 30f, 30f);
  }

  @Test
  void duplicatesAreEqualInTimeItemAndType() {
    Sessions sessions =
        new Sessions(
            new int[] {1, 2, 1, 1, 1, 1},
            new int[] {0, 5, 6},
            new long[] {7, 7, 7, 7, 8, 7},
            null,
            null);
    int[] types = {0, 0, 0, 1, 0, 0};
    assertThat(ClickMasks.duplicates(sessions, null, types)).isEqualTo(bits(2));
    assertThat(ClickMasks.duplicates(sessions, null, null)).isEqualTo(bits(2, 3));
    assertThat(ClickMasks.duplicates(sessions, new int[] {5, 5, 6, 6, 0, 0}, null))
        .as("a part of a millisecond tells clicks apart")
        .isEqualTo(bits(3));
  }

  /** A day of a log whose times are dates is one time; comparing each pair would take hours. */
  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD) // a loop hears no interrupt
  void manyClicksOfOneTimeAreComparedInLinearTime() {
    int clicks = 600_000;
    int[] items = IntStream.range(0, clicks).map(c -> 1 + c % (clicks - 7)).toArray();
    Sessions sessions = new Sessions(items, new int[] {0, clicks}, new long[clicks], null, null);
    BitSet last = new BitSet();
    last.set(clicks - 7, clicks);
    assertThat(ClickMasks.duplicates(sessions, null, null)).isEqualTo(last);
  }

  /** The same answer whichever way clicks of one time are compared: few in pairs, many in a set. */
  @ParameterizedTest
  @ValueSource(ints = {4, 32, 33, 100})
  void typesTellClicksOfOneTimeApartHoweverManyThereAre(int clicks) {
    int[] items = new int[clicks];
    int[] types = new int[clicks];
    for (int c = 0; c < clicks; c++) {
      items[c] = 1 + c / 2; // each item twice,
      types[c] = c % 2; // once of either type
    }
    items[clicks - 1] = 1; // of type 1, as the second click is
    Sessions sessions = new Sessions(items, new int[] {0, clicks}, new long[clicks], null, null);
    types[clicks - 1] = 1;
    assertThat(ClickMasks.duplicates(sessions, null, types)).isEqualTo(bits(clicks - 1));
    types[clicks - 1] = 2;
    assertThat(ClickMasks.duplicates(sessions, null, types)).isEqualTo(bits());
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    Arrays.stream(set).forEach(bits::set);
    return bits;
  }

  @Test
  void repeatsMergeOverClicksThatWereDroppedBetweenThem() {
    Sessions sessions = Sessions.of(new int[] {1, 2, 1, 1, 2}, new int[] {2, 2}, new int[] {2});
    BitSet keep = ClickMasks.all(sessions);
    keep.clear(1);
    ClickMasks.mergeRepeats(sessions, keep);
    assertThat(Selection.clicks(sessions, keep).items()).containsExactly(1, 2, 2, 2);
    assertThat(Selection.clicks(sessions, keep).offsets()).containsExactly(0, 2, 3, 4);
  }

  @Test
  void filtersRunOnceOrUntilNothingChanges() {
    // item 3 has support 2 until the session [3, 4] is gone for want of item 4's support
    DatedSessions sessions =
        new DatedSessions(
            Sessions.of(new int[] {1, 2}, new int[] {1, 2, 3}, new int[] {3, 4}, new int[] {1}),
            null);
    Settings once = Settings.of("min-support=2 min-length=2");
    assertThat(Filters.apply(sessions, once, new Tally()).sessions().items())
        .containsExactly(1, 2, 1, 2, 3);
    Settings iterated = once.with(Setting.ITERATE, "yes");
    assertThat(Filters.apply(sessions, iterated, new Tally()).sessions().items())
        .containsExactly(1, 2, 1, 2);
    Settings shortest = once.with(Setting.MAX_LENGTH, "2");
    assertThat(Filters.apply(sessions, shortest, new Tally()).sessions().items())
        .containsExactly(1, 2);
  }

  @Test
  void theLatestSamplesAreThoseOfACutSession() {
    Sessions train = Sessions.of(new int[] {1, 2}, new int[] {3, 4, 5, 6, 7}, new int[] {8, 9});
    // samples: (1→2), (3456→7), (345→6), (34→5), (3→4), (8→9); the last three:
    Sessions latest = TrainPart.latest(train, 2);
    assertThat(latest.count()).isEqualTo(2);
    assertThat(latest.items(0)).containsExactly(3, 4, 5);
    assertThat(latest.items(1)).containsExactly(8, 9);
    assertThat(TrainPart.latest(train, 1)).isSameAs(train);
    assertThat(TrainPart.latest(train, 7).count()).isZero();
  }
}
