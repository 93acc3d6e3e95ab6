package io.sbr.models.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionIndexBuilderTest {
  private static final int ITEMS = 40;
  private static final int SESSIONS = 301;

  private final Sessions sessions = sessions();
  private final long[] seconds = seconds();

  /** Some empty, some of one item, some too long to compare each click with each. */
  private static Sessions sessions() {
    Random random = new Random(3);
    int[][] clicks = new int[SESSIONS][];
    for (int s = 0; s < SESSIONS; s++) {
      int length = s % 50 == 7 ? 0 : s % 40 == 9 ? 60 : 1 + random.nextInt(9);
      clicks[s] = random.ints(length, 1, ITEMS).toArray(); // the last item has no clicks
    }
    return Sessions.of(clicks);
  }

  /** With ties. */
  private static long[] seconds() {
    return new Random(4).longs(SESSIONS, 1_000, 1_200).toArray();
  }

  @ParameterizedTest
  @CsvSource({"2147483647, 2147483647", "5, 2147483647", "5, 4", "1, 1"})
  void isWhatTheSessionsSay(int most, int longest) {
    SessionIndex index =
        new SessionIndexBuilder(sessions, ITEMS)
            .bounds(new IndexBounds(most, longest))
            .parts(3)
            .build(seconds);
    List<Integer> order =
        IntStream.range(0, SESSIONS).boxed().sorted(Comparator.comparing(s -> seconds[s])).toList();
    List<List<Integer>> lists = IntStream.rangeClosed(0, ITEMS).mapToObj(i -> none()).toList();
    for (int s = 0; s < SESSIONS; s++) {
      int[] clicks = sessions.items(order.get(s));
      LinkedHashSet<Integer> lastFirst = new LinkedHashSet<>();
      IntStream.iterate(clicks.length - 1, p -> p >= 0, p -> p - 1)
          .forEach(p -> lastFirst.add(clicks[p]));
      List<Integer> distinct = new ArrayList<>(lastFirst);
      Collections.reverse(distinct);
      int begin = index.sessionOffsets().get(s);
      assertThat(ints(index.sessionItems(), begin, begin + index.size(s))).isEqualTo(distinct);
      List<Integer> positions =
          distinct.stream()
              .map(item -> Arrays.stream(clicks).boxed().toList().lastIndexOf(item))
              .toList();
      assertThat(ints(index.positions(), begin, begin + index.size(s))).isEqualTo(positions);
      assertThat(index.age().get(s))
          .isEqualTo((int) (Arrays.stream(seconds).max().orElseThrow() - seconds[order.get(s)]));
      if (distinct.size() <= longest) {
        int session = s;
        distinct.forEach(item -> lists.get(item).add(session));
      }
    }
    for (int item = 0; item <= ITEMS; item++) {
      List<Integer> all = lists.get(item);
      int from = index.itemOffsets().get(item);
      int to = index.itemOffsets().get(item + 1);
      assertThat(ints(index.itemSessions(), from, to))
          .isEqualTo(all.subList(Math.max(0, all.size() - most), all.size()));
      assertThat(index.holders().get(item)).isEqualTo(all.size());
      int number = item;
      assertThat((long) index.events().get(item))
          .isEqualTo(Arrays.stream(sessions.items()).filter(i -> i == number).count());
    }
  }

  private static List<Integer> none() {
    return new ArrayList<>();
  }

  private static List<Integer> ints(IntColumn column, int from, int to) {
    return IntStream.range(from, to).mapToObj(column::get).toList();
  }

  @Test
  void isTheSameForAnyNumberOfParts() throws IOException {
    byte[] one = bytes(1);
    for (int parts : new int[] {2, 3, 7, 16, SESSIONS, 1000}) {
      assertThat(bytes(parts)).as("%d parts", parts).isEqualTo(one);
    }
  }

  private byte[] bytes(int parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SessionIndexFile.write(
        new SessionIndexBuilder(sessions, ITEMS)
            .bounds(IndexBounds.of(20, 0))
            .parts(parts)
            .build(seconds),
        Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  @Test
  void noSessionsMakeAnEmptyIndex() {
    SessionIndex index = new SessionIndexBuilder(Sessions.of(), ITEMS).build(new long[0]);
    assertThat(index.sessions()).isZero();
    assertThat(index.itemSessions().length()).isZero();
    assertThat(index.itemOffsets().get(ITEMS + 1)).isZero();
  }
}
