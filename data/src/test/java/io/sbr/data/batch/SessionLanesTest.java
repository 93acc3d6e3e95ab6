package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.parts.LaneItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionLanesTest {
  /** Of which one and one have nothing to be learned. */
  private static final Sessions SESSIONS =
      Sessions.of(
          new int[][] {{1, 2, 3}, {9}, {4, 5}, {}, {6, 7, 8, 9}, {2, 1}, {3, 4, 5, 6, 7}, {8, 8}});

  private static final BatchBuilder BUILDER =
      new BatchBuilder(
          9, BatchSpec.of(NodeOrder.CLICK, new LaneItems(), new LaneItems.CarriedRows()), 0);

  /** For each batch the items of its lanes, what follows, and the rows of the states. */
  private static List<List<List<Integer>>> steps(Examples examples, SessionLanes lanes) {
    BatchOrder order = lanes.order(examples);
    List<List<List<Integer>>> steps = new ArrayList<>();
    for (int i = 0; i < order.batches(); i++) {
      GraphBatch batch = BUILDER.build(examples, order.batch(0, i), order.carried(0, i));
      int[][] items = batch.part(new LaneItems()).items();
      int[] rows = batch.part(new LaneItems.CarriedRows());
      steps.add(List.of(list(items[0], 1), list(items[1], 1), list(rows, 0)));
    }
    return steps;
  }

  private static List<Integer> list(int[] values, int more) {
    return Arrays.stream(values).map(v -> v + more).boxed().toList();
  }

  /** Two lanes, by hand: the second falls away, and the first goes on alone. */
  @Test
  void lanesTakeTheNextSessionInLineAndFallAway() {
    Examples examples = new Examples(SESSIONS, 1);
    assertThat(steps(examples, new SessionLanes(2, 1)))
        .containsExactly(
            List.of(List.of(1, 4), List.of(2, 5), List.of(0, 0)),
            List.of(List.of(2, 6), List.of(3, 7), List.of(1, 0)),
            List.of(List.of(2, 7), List.of(1, 8), List.of(0, 2)),
            List.of(List.of(3, 8), List.of(4, 9), List.of(0, 2)),
            List.of(List.of(4, 8), List.of(5, 8), List.of(1, 0)),
            List.of(List.of(5), List.of(6), List.of(1)),
            List.of(List.of(6), List.of(7), List.of(1)));
    assertThat(steps(examples, new SessionLanes(2, 2))).hasSize(5);
  }

  /** Sessions that began first come first, whatever their later clicks' times. */
  @Test
  void sessionsComeByTheTimeOfTheirFirstClick() {
    Sessions timed =
        new Sessions(
            new int[] {1, 2, 3, 4, 5, 6},
            new int[] {0, 2, 4, 6},
            new long[] {5, 6, 1, 9, 5, 7},
            null,
            null);
    assertThat(steps(new Examples(timed, 1), new SessionLanes(1, 1)))
        .extracting(step -> step.get(0))
        .containsExactly(List.of(3), List.of(1), List.of(5));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "5, 1", "40, 1"})
  void everyExampleComesOnceAndEveryStateFromTheClickBefore(int lanes, int fewest) {
    Examples examples = new Examples(SESSIONS, 1);
    BatchOrder order = new SessionLanes(lanes, fewest).order(examples);
    List<Integer> all = new ArrayList<>();
    int[] before = new int[0];
    for (int i = 0; i < order.batches(); i++) {
      int[] batch = order.batch(i % 3, i);
      int[] carried = order.carried(i % 3, i);
      assertThat(batch).hasSizeBetween(fewest, lanes);
      for (int b = 0; b < batch.length; b++) {
        int session = examples.session(batch[b]);
        boolean begins = examples.prefixLength(batch[b], session) == 1;
        assertThat(carried[b] == BatchOrder.NONE).isEqualTo(begins);
        if (!begins) {
          assertThat(before[carried[b]]).isEqualTo(batch[b] + 1); // one click less
        }
        all.add(batch[b]);
      }
      before = batch;
    }
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, examples.count()).boxed().toList());
  }

  @Test
  void whatLeavesClicksOutIsRefused() {
    SessionLanes lanes = new SessionLanes(2, 1);
    assertThatThrownBy(() -> lanes.order(new Examples(SESSIONS, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("min-prefix must be 1");
    assertThatThrownBy(() -> lanes.order(new Examples(SESSIONS, 1).lastOnly()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SessionLanes(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(lanes.order(new Examples(Sessions.of(new int[][] {{1}}), 1)).batches()).isZero();
  }

  /** Of no order but this one, and of no session that is answered, is a state carried on. */
  @Test
  void otherBatchesCarryNothing() {
    Examples examples = new Examples(SESSIONS, 1);
    assertThat(new BatchPlan(examples.count(), 3, 1).carried(0, 1)).containsOnly(BatchOrder.NONE);
    assertThat(BUILDER.build(new int[][] {{1, 2}, {3}}).part(new LaneItems.CarriedRows()))
        .containsOnly(0);
  }
}
