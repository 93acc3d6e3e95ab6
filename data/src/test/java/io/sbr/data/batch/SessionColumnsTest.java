package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * A part reads the columns that it declares and no others. Guards against a model that reads the
 * times of clicks while inputs that differ in nothing else count as one, so that all but the first
 * get the ranks of another's.
 */
class SessionColumnsTest {
  private static final Sessions SESSIONS =
      new Sessions(
          new int[] {1, 2, 3, 1, 2},
          new int[] {0, 3, 5},
          new long[] {20, 10, 30, 40, 50},
          new float[] {1, 2, 3, 4, 5},
          new int[] {7, 8});

  /** The one value of the first click of each session that {@code read} finds. */
  private record Reading(Set<Column> reads, BiFunction<SessionColumns, Integer, Object> read)
      implements BatchPart<List<Object>> {
    @Override
    public List<Object> build(GraphBatch batch) {
      List<Object> values = new ArrayList<>();
      for (int b = 0; b < batch.sessions(); b++) {
        values.add(read.apply(batch.columns(), b));
      }
      return values;
    }

    @Override
    public String toString() {
      return "a part";
    }
  }

  private static List<Object> built(
      Sessions sessions, Set<Column> reads, BiFunction<SessionColumns, Integer, Object> read) {
    Reading part = new Reading(reads, read);
    Examples examples = new Examples(sessions, 1, UsageHistory.none());
    return new BatchBuilder(9, BatchSpec.of(NodeOrder.ITEM_ID, part), 0)
        .build(examples, new int[] {2, 0})
        .part(part);
  }

  private static void assertRefused(
      Column column, Set<Column> declared, BiFunction<SessionColumns, Integer, Object> read) {
    assertThatThrownBy(() -> built(SESSIONS, declared, read))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("a part reads " + column + " but declares " + declared);
  }

  @Test
  void whatIsDeclaredIsRead() {
    Set<Column> all = Set.of(Column.values());
    assertThat(built(SESSIONS, all, (c, b) -> c.time(b, 0).getAsLong()))
        .isEqualTo(List.of(40L, 20L));
    assertThat(built(SESSIONS, all, (c, b) -> c.seconds(b, 0))).isEqualTo(List.of(4.0, 1.0));
    assertThat(built(SESSIONS, all, (c, b) -> c.user(b).getAsInt())).isEqualTo(List.of(8, 7));
    assertThat(built(SESSIONS, all, (c, b) -> c.start(b).getAsLong())).isEqualTo(List.of(40L, 10L));
  }

  @Test
  void whatIsNotDeclaredIsRefused() {
    assertRefused(Column.TIMES, Set.of(), (c, b) -> c.time(b, 0));
    assertRefused(Column.TIMES, Set.of(Column.STARTS), (c, b) -> c.time(b, 0));
    assertRefused(Column.DURATIONS, Set.of(Column.USERS), (c, b) -> c.seconds(b, 0));
    assertRefused(Column.USERS, Set.of(Column.STARTS), (c, b) -> c.usageBefore(b));
    assertRefused(Column.STARTS, Set.of(Column.USERS), (c, b) -> c.usageBefore(b));
  }

  /** What another part of the same batch declares is of no help: each is complete by itself. */
  @Test
  void everyPartDeclaresForItself() {
    Reading times = new Reading(Set.of(Column.TIMES), (c, b) -> c.time(b, 0));
    Reading silent = new Reading(Set.of(), (c, b) -> c.time(b, 0));
    BatchSpec needs = BatchSpec.of(NodeOrder.ITEM_ID, times, silent);
    assertThat(needs.reads()).containsExactly(Column.TIMES);
    assertThatThrownBy(() -> new BatchBuilder(9, needs, 0).build(SESSIONS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reads TIMES but declares []");
  }

  @Test
  void whatIsNotKnownIsEmpty() {
    Sessions plain = Sessions.of(new int[] {1, 2, 3}, new int[] {1, 2});
    Set<Column> all = Set.of(Column.values());
    assertThat(built(plain, all, (c, b) -> c.time(b, 0).isPresent() || c.start(b).isPresent()))
        .containsOnly(false);
    assertThat(built(plain, all, (c, b) -> c.user(b).isPresent())).containsOnly(false);
    assertThat(built(plain, all, (c, b) -> c.seconds(b, 0))).containsOnly(0.0);
    assertThat(built(plain, all, (c, b) -> c.usageBefore(b).items().length)).containsOnly(0);
  }
}
