package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Examples of equal input are grouped, and no target is lost. */
class DistinctInputsTest {
  private static final BatchSpec CLICKS = BatchSpec.of(NodeOrder.ITEM_ID);

  /** A part of no value that declares columns. */
  private record Declares(Set<Column> reads) implements BatchPart<int[]> {
    @Override
    public int[] build(GraphBatch batch) {
      return new int[0];
    }
  }

  @Test
  void inputsInTheOrderInWhichTheyOccur() {
    // Inputs by example: 1 2 | 1 || 1 2 | 1 || 2 1 | 2
    Examples examples =
        new Examples(Sessions.of(new int[] {1, 2, 3}, new int[] {1, 2, 4}, new int[] {2, 1, 1}), 1);
    DistinctInputs inputs = new DistinctInputs(examples, CLICKS);
    assertThat(inputs.count()).isEqualTo(4);
    assertThat(inputs.representatives()).containsExactly(0, 1, 4, 5);
    DistinctInputs.Targets all = inputs.targets(0, 4);
    assertThat(all.examples()).containsExactly(0, 2, 1, 3, 4, 5);
    assertThat(all.sessions()).containsExactly(0, 0, 1, 1, 2, 3);
    assertThat(all.items()).containsExactly(3, 4, 2, 2, 1, 1);
    DistinctInputs.Targets some = inputs.targets(1, 3);
    assertThat(some.examples()).containsExactly(1, 3, 4);
    assertThat(some.sessions()).containsExactly(0, 0, 1);
    assertThat(some.items()).containsExactly(2, 2, 1);
  }

  /** Two sessions of equal clicks that differ in what {@code columns} say. */
  private static Sessions twice(Set<Column> columns) {
    int[] items = {1, 2, 1, 2};
    int[] offsets = {0, 2, 4};
    long[] same = {5, 7, 5, 7};
    // The first click begins a session but for an earlier one that came later.
    long[] otherTimes = columns.contains(Column.STARTS) ? new long[] {5, 7, 4, 7} : same;
    long[] times = columns.contains(Column.TIMES) ? new long[] {6, 5, 7, 5} : otherTimes;
    float[] seconds = {5, 5, columns.contains(Column.DURATIONS) ? 9 : 5, 5};
    boolean another = columns.contains(Column.USERS) || columns.contains(Column.PAST);
    int[] users = {3, another ? 4 : 3};
    return new Sessions(items, offsets, times, seconds, users);
  }

  @Test
  void inputsAreKeptApartByWhatIsReadAndByNothingElse() {
    for (Column column : Column.values()) {
      Sessions sessions = twice(Set.of(column));
      assertThat(count(sessions, CLICKS)).as("%s, not read", column).isEqualTo(1);
      assertThat(count(sessions, reading(column))).as("%s, read", column).isEqualTo(2);
      assertThat(count(twice(Set.of()), reading(column))).as("%s, equal", column).isEqualTo(1);
    }
    assertThat(count(twice(Set.of(Column.USERS)), reading(Column.DURATIONS, Column.TIMES)))
        .isEqualTo(1);
    assertThat(count(twice(Set.of(Column.USERS)), reading(Column.DURATIONS, Column.USERS)))
        .isEqualTo(2);
  }

  /** What came after an input is not part of it. */
  @Test
  void columnsAreComparedAsFarAsTheInputGoes() {
    Sessions sessions =
        new Sessions(
            new int[] {1, 2, 1, 2},
            new int[] {0, 2, 4},
            new long[] {5, 7, 5, 9},
            new float[] {1, 2, 1, 3},
            null);
    assertThat(count(sessions, reading(Column.values()))).isEqualTo(1);
  }

  /** How long the last click was viewed is the same for all where that view goes on. */
  @Test
  void aViewThatGoesOnKeepsNothingApart() {
    Sessions sessions =
        new Sessions(
            new int[] {1, 2, 3, 1, 2, 3},
            new int[] {0, 3, 6},
            null,
            new float[] {1, 8, 0, 1, 9, 0},
            null);
    Examples examples = new Examples(sessions, 1);
    BatchSpec needs = reading(Column.DURATIONS);
    assertThat(new DistinctInputs(examples, needs).count()).isEqualTo(3);
    Examples open = examples.withOpenView(OptionalDouble.of(30));
    assertThat(new DistinctInputs(open, needs).count()).isEqualTo(2);
    GraphBatch batch = new BatchBuilder(3, needs, 0).build(open, new int[] {0, 1});
    SessionColumns columns =
        SessionColumns.of(
            sessions,
            new int[] {0, 0},
            new int[] {0, 2, 3},
            open.history(),
            open.openView(),
            needs);
    assertThat(batch.clickOffsets()).containsExactly(0, 2, 3);
    assertThat(columns.seconds(0, 0)).isEqualTo(1);
    assertThat(columns.seconds(0, 1)).as("last of two").isEqualTo(30);
    assertThat(columns.seconds(1, 0)).as("last of one").isEqualTo(30);
  }

  @Test
  void columnsThatAreAbsentKeepNothingApart() {
    Sessions sessions = Sessions.of(new int[] {1, 2}, new int[] {1, 3}, new int[] {2, 1});
    assertThat(count(sessions, reading(Column.values()))).isEqualTo(2);
  }

  @Test
  void whatIsNotRememberedIsAnInputOfItsOwn() {
    Sessions sessions =
        Sessions.of(new int[] {1, 9}, new int[] {2, 9}, new int[] {1, 9}, new int[] {2, 9});
    DistinctInputs inputs = new DistinctInputs(new Examples(sessions, 1), CLICKS, 1);
    assertThat(inputs.representatives()).containsExactly(0, 1, 3);
    assertThat(inputs.targets(0, 3).examples()).containsExactly(0, 2, 1, 3);
  }

  @Test
  void noExamplesNoInputs() {
    assertThat(count(Sessions.of(), CLICKS)).isZero();
    assertThat(count(Sessions.of(), reading(Column.values()))).isZero();
  }

  private static int count(Sessions sessions, BatchSpec needs) {
    return new DistinctInputs(new Examples(sessions, 1), needs).count();
  }

  private static BatchSpec reading(Column... columns) {
    return BatchSpec.of(NodeOrder.ITEM_ID, new Declares(Set.of(columns)));
  }
}
