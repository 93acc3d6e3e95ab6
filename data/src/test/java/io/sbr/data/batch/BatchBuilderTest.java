package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.parts.ClickTransitions;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/pipeline.md, section 11, and what every batch must satisfy. */
class BatchBuilderTest {
  private static final int ITEMS = 40;
  private static final ClickTransitions GRAPH = new ClickTransitions();

  private static BatchBuilder builder(NodeOrder order) {
    return new BatchBuilder(ITEMS, BatchSpec.of(order, GRAPH), 0);
  }

  private static GraphBatch build(NodeOrder order, int[]... sessions) {
    return builder(order).build(sessions);
  }

  private static GraphBatch build(int[]... sessions) {
    return build(NodeOrder.ITEM_ID, sessions);
  }

  private static int[] session(int... items) {
    return items;
  }

  @Test
  void example1Graph() {
    GraphBatch batch = build(session(5, 2, 5, 3));
    assertThat(batch.nodeItems()).containsExactly(2, 3, 5);
    assertThat(batch.clickNode()).containsExactly(2, 0, 2, 1);
    assertThat(batch.lastNode()).containsExactly(1);
    assertThat(batch.nodeClicks()).containsExactly(1, 1, 2);
    assertThat(batch.targets()).containsExactly(0);
    assertThat(DenseGraph.of(batch.part(GRAPH).in()))
        .isDeepEqualTo(new double[][] {{0, 0, 1}, {0, 0, 1}, {1, 0, 0}});
    assertThat(DenseGraph.of(batch.part(GRAPH).out()))
        .isDeepEqualTo(new double[][] {{0, 0, 1}, {0, 0, 0}, {0.5, 0.5, 0}});
  }

  @Test
  void example2RepeatedEdgeCountsOnce() {
    GraphBatch batch = build(session(1, 2, 1, 2));
    double[][] swap = {{0, 1}, {1, 0}};
    assertThat(DenseGraph.of(batch.part(GRAPH).in())).isDeepEqualTo(swap);
    assertThat(DenseGraph.of(batch.part(GRAPH).out())).isDeepEqualTo(swap);
  }

  @Test
  void example3SelfTransition() {
    GraphBatch batch = build(session(7, 7, 3)); // nodes 3, 7
    assertThat(DenseGraph.of(batch.part(GRAPH).in()))
        .isDeepEqualTo(new double[][] {{0, 1}, {0, 1}});
    assertThat(DenseGraph.of(batch.part(GRAPH).out()))
        .isDeepEqualTo(new double[][] {{0, 0}, {0.5, 0.5}});
  }

  @Test
  void example4NoPaddingNodeWhateverTheLength() {
    GraphBatch batch = build(session(1, 2, 4, 8, 16, 29, 2, 1), session(3));
    assertThat(batch.nodeItems()).containsExactly(1, 2, 4, 8, 16, 29, 3);
    assertThat(batch.nodeOffsets()).containsExactly(0, 6, 7);
    assertThat(batch.nodeSession()).containsExactly(0, 0, 0, 0, 0, 0, 1);
    assertThat(batch.clickNode()).containsExactly(0, 1, 2, 3, 4, 5, 1, 0, 6);
    assertThat(batch.clickOffsets()).containsExactly(0, 8, 9);
    assertThat(batch.lastNode()).containsExactly(0, 6);
  }

  @Test
  void example5PrefixesLongestFirst() {
    Examples examples = new Examples(Sessions.of(session(11, 12, 13, 14), session(9)), 1);
    assertThat(examples.count()).isEqualTo(3);
    GraphBatch batch = builder(NodeOrder.FIRST_APPEARANCE).build(examples, new int[] {0, 1, 2});
    assertThat(batch.targets()).containsExactly(14, 13, 12);
    assertThat(batch.clickOffsets()).containsExactly(0, 3, 5, 6);
    assertThat(batch.nodeItems()).containsExactly(11, 12, 13, 11, 12, 11);
  }

  @Test
  void onlyTheLastClicksAreTargetsIfThatIsWanted() {
    Sessions sessions = Sessions.of(session(11, 12, 13, 14), session(9), session(8, 7));
    Examples last = new Examples(sessions, 1).lastOnly();
    assertThat(last.count()).isEqualTo(2);
    GraphBatch batch =
        new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.ITEM_ID), 0).build(last, new int[] {0, 1});
    assertThat(batch.targets()).containsExactly(14, 7);
    assertThat(batch.clickOffsets()).containsExactly(0, 3, 4);
    assertThat(new Examples(sessions, 2).lastOnly().count()).isEqualTo(1);
  }

  @Test
  void example13LastNodeIsNotLastClick() {
    GraphBatch batch = build(NodeOrder.FIRST_APPEARANCE, session(3, 5, 3));
    assertThat(batch.nodeItems()).containsExactly(3, 5);
    assertThat(batch.lastNode()).containsExactly(0);
    GraphBatch other = build(NodeOrder.FIRST_APPEARANCE, session(5, 3, 5));
    assertThat(other.nodeItems()).containsExactly(5, 3);
  }

  @Test
  void oneClickHasNoEdges() {
    GraphBatch batch = build(session(4));
    assertThat(batch.part(GRAPH).in().columns()).isEmpty();
    assertThat(batch.part(GRAPH).in().offsets()).containsExactly(0, 0);
  }

  @Test
  void emptyBatchIsEmpty() {
    GraphBatch batch = build();
    assertThat(batch.nodes()).isZero();
    assertThat(batch.itemGather().offsets()).containsExactly(0);
  }

  @Test
  void gathersCarryTheirInverse() {
    GraphBatch batch = build(session(5, 2), session(2, 9), session(2, 5));
    GraphBatch.Gather items = batch.itemGather();
    assertThat(items.tableRows()).isEqualTo(ITEMS + 1);
    assertThat(items.indices()).containsExactly(2, 5, 2, 9, 2, 5);
    assertThat(items.rows()).containsExactly(2, 5, 9);
    assertThat(items.offsets()).containsExactly(0, 3, 5, 6);
    assertThat(items.positions()).containsExactly(0, 2, 4, 1, 5, 3);
    assertThat(batch.lastGather().tableRows()).isEqualTo(6);
    assertThat(batch.lastGather().rows()).containsExactly(0, 3, 5);
    assertThat(batch.lastGather().positions()).containsExactly(0, 1, 2);
  }

  @Test
  void equalsItsDenseTwinOnRandomSessions() {
    Random random = new Random(1);
    BatchBuilder byItem = builder(NodeOrder.ITEM_ID); // reused: scratch must not leak
    BatchBuilder byClick = builder(NodeOrder.FIRST_APPEARANCE);
    for (int round = 0; round < 200; round++) {
      int[][] sessions = new int[random.nextInt(8)][];
      for (int s = 0; s < sessions.length; s++) {
        int items = 1 + random.nextInt(ITEMS); // few items: many repeats
        sessions[s] = random.ints(1 + random.nextInt(30), 1, items + 1).toArray();
      }
      DenseGraph.assertSame(byItem.build(sessions), sessions, NodeOrder.ITEM_ID);
      DenseGraph.assertSame(byClick.build(sessions), sessions, NodeOrder.FIRST_APPEARANCE);
    }
  }

  @Test
  void aSessionIsTheSameAloneAndInCompany() {
    int[] wanted = session(5, 2, 5, 3);
    GraphBatch alone = build(wanted);
    GraphBatch third = build(session(1, 2, 3, 1), session(5), wanted);
    int first = third.nodeOffsets()[2];
    double[][] out = DenseGraph.of(third.part(GRAPH).out());
    for (int v = 0; v < alone.nodes(); v++) {
      assertThat(third.nodeItems()[first + v]).isEqualTo(alone.nodeItems()[v]);
      for (int u = 0; u < alone.nodes(); u++) {
        assertThat(out[first + v][first + u])
            .isEqualTo(DenseGraph.of(alone.part(GRAPH).out())[v][u]);
      }
    }
  }

  @Test
  void absurdlyLongSessionWorks() {
    int[] clicks = new Random(2).ints(1_000_000, 1, ITEMS + 1).toArray();
    GraphBatch batch = build(clicks);
    assertThat(batch.nodes()).isEqualTo(ITEMS);
    assertThat(batch.part(GRAPH).out().columns()).hasSize(ITEMS * ITEMS); // every transition occurs
  }

  @Test
  void refusesWhatIsNoItemOrNoSession() {
    assertThatThrownBy(() -> build(session(1, ITEMS + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 41 is not in 1 … 40");
    assertThatThrownBy(() -> build(session(0))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> build(session(1), session()))
        .hasMessage("session 1 of the batch has no clicks");
  }
}
