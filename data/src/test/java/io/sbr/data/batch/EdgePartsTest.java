package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.batch.parts.ArrivingEdges;
import io.sbr.data.batch.parts.CountedTransitions;
import io.sbr.data.batch.parts.EdgesBySource;
import io.sbr.data.batch.parts.ItemsFromZero;
import io.sbr.data.batch.parts.NewestNode;
import io.sbr.data.batch.parts.ParallelEdges;
import io.sbr.data.batch.parts.PooledNodes;
import io.sbr.data.batch.users.PersonalUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Edges as lists and what is counted about nodes, on sessions small enough to do by hand. */
class EdgePartsTest {
  private static final int ITEMS = 30;

  private static <T> T part(NodeOrder order, BatchPart<T> part, int[]... sessions) {
    return part(order, part, Sessions.of(sessions));
  }

  private static <T> T part(NodeOrder order, BatchPart<T> part, Sessions sessions) {
    return new BatchBuilder(ITEMS, BatchSpec.of(order, part), 0).build(sessions).part(part);
  }

  private static int[] session(int... items) {
    return items;
  }

  /** {@code source>target:weight}, in the order of the list. */
  private static List<String> edges(GraphBatch.EdgeList list) {
    List<String> edges = new ArrayList<>();
    for (int v = 0; v + 1 < list.offsets().length; v++) {
      for (int e = list.offsets()[v]; e < list.offsets()[v + 1]; e++) {
        assertThat(list.targets()[e]).isEqualTo(v);
        edges.add("%d>%d:%s".formatted(list.sources().indices()[e], v, list.weights()[e]));
      }
    }
    return edges;
  }

  private static Sessions viewed(int[] items, float... seconds) {
    return new Sessions(items, new int[] {0, items.length}, null, seconds, null);
  }

  @Test
  void parallelEdgesKeepEveryTransitionAndOneLoopANode() {
    ParallelEdges seconds = new ParallelEdges(s -> s, ParallelEdges.Ends.NODES);
    Sessions log = viewed(session(9, 3, 9, 9, 3, 3, 3), 10, 20, 30, 40, 50, 60, 70);
    // nodes: 3 is 0, 9 is 1
    assertThat(edges(part(NodeOrder.ITEM_ID, seconds, log)))
        .containsExactly("1>0:10.0", "1>0:40.0", "0>0:60.0", "0>1:20.0", "1>1:30.0");
    assertThat(edges(part(NodeOrder.ITEM_ID, seconds, session(9, 3), session(4))))
        .containsExactly("1>0:0.0", "0>0:1.0", "1>1:1.0", "2>2:1.0");
    ParallelEdges.Last last = new ParallelEdges.Last(s -> 2 * s);
    assertThat(part(NodeOrder.ITEM_ID, last, log)).containsExactly(140);
    assertThat(part(NodeOrder.ITEM_ID, last, session(9, 3), session(4))).containsExactly(0, 0);
  }

  @Test
  void publishedEdgesJoinRanksAlthoughNodesAreClicks() {
    ParallelEdges ranks = new ParallelEdges(s -> 1, ParallelEdges.Ends.RANKS);
    GraphBatch batch =
        new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.CLICK, ranks), 0)
            .build(new int[][] {session(4), session(9, 3, 9)});
    assertThat(batch.nodeItems()).containsExactly(4, 9, 3, 9);
    // the edge 9→3 goes from the second smallest to the smallest, which are nodes 2 and 1
    assertThat(edges(batch.part(ranks)))
        .containsExactly("0>0:1.0", "2>1:1.0", "1>1:1.0", "1>2:1.0", "2>2:1.0", "3>3:1.0");
  }

  @Test
  void countedEdgesWeighHowOftenTheyOccur() {
    int[] clicks = session(7, 2, 7, 2, 2, 2, 5);
    // by first appearance: 7 is 0, 2 is 1, 5 is 2
    assertThat(edges(part(NodeOrder.FIRST_APPEARANCE, new CountedTransitions.Arriving(), clicks)))
        .containsExactly("1>0:1.0", "0>0:1.0", "0>1:2.0", "1>1:2.0", "1>2:1.0", "2>2:1.0");
    GraphBatch.Adjacency counted =
        part(NodeOrder.FIRST_APPEARANCE, new CountedTransitions(), clicks);
    assertThat(DenseGraph.of(counted.in()))
        .isDeepEqualTo(new double[][] {{0, 1, 0}, {2, 2, 0}, {0, 1, 0}});
    assertThat(DenseGraph.of(counted.out()))
        .isDeepEqualTo(new double[][] {{0, 2, 0}, {1, 2, 1}, {0, 0, 0}});
  }

  @Test
  void theOrderBySourceAndBackIsTheOrder() {
    ArrivingEdges edges = new CountedTransitions.Arriving();
    EdgesBySource order = new EdgesBySource(edges);
    EdgesBySource.Back back = new EdgesBySource.Back(order);
    Random random = new Random(3);
    int[][] sessions = new int[5][];
    Arrays.setAll(sessions, s -> random.ints(1 + random.nextInt(9), 1, 6).toArray());
    GraphBatch batch =
        new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.ITEM_ID, edges, order, back), 0)
            .build(sessions);
    int[] sources = batch.part(edges).sources().indices();
    GraphBatch.Rows rows = batch.part(order);
    for (int i = 0; i < sources.length; i++) {
      assertThat(rows.session()[i]).isEqualTo(sources[rows.nodes().indices()[i]]);
      assertThat(rows.nodes().indices()[batch.part(back).indices()[i]]).isEqualTo(i);
    }
    assertThat(rows.session()).isSorted();
  }

  @Test
  void newestNodeIsTheLastToAppear() {
    NewestNode newest = new NewestNode();
    assertThat(part(NodeOrder.FIRST_APPEARANCE, newest, session(3, 5, 3), session(4)).indices())
        .containsExactly(1, 2);
    assertThat(part(NodeOrder.ITEM_ID, newest, session(5, 3, 5)).indices()).containsExactly(0);
  }

  @Test
  void pooledNodesRoundUpInSinglePrecision() {
    int[] ten = session(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(part(NodeOrder.ITEM_ID, new PooledNodes(0.9, 1), session(1), session(1, 2), ten))
        .containsExactly(1, 2, 9);
    assertThat(part(NodeOrder.ITEM_ID, new PooledNodes(0.5, 2), ten)).containsExactly(3);
  }

  @Test
  void itemsFromZeroHaveNoPaddingRow() {
    GraphBatch.Gather rows =
        part(NodeOrder.ITEM_ID, new ItemsFromZero(ITEMS), session(1, ITEMS), session(2));
    assertThat(rows.indices()).containsExactly(0, ITEMS - 1, 1);
    assertThat(rows.tableRows()).isEqualTo(ITEMS);
  }

  @Test
  void usageIsThatOfTheUserBeforeTheSession() {
    long day = 86_400_000L;
    Sessions log =
        new Sessions(
            new int[] {8, 2, 8, 5, 3, 5},
            new int[] {0, 3, 5, 6},
            new long[] {
              40 * day, 40 * day + 1000, 40 * day + 3000, 43 * day, 43 * day + 1, 43 * day
            },
            new float[] {1, 2, 0, 0.001f, 0, 0},
            new int[] {0, 0, -1});
    PersonalUsage usage = new PersonalUsage(ITEMS, false);
    PersonalUsage neutral = new PersonalUsage(ITEMS, true);
    BatchBuilder builder =
        new BatchBuilder(ITEMS, BatchSpec.of(NodeOrder.ITEM_ID, usage, neutral), 0);
    Examples examples = new Examples(log, 1, new UsageHistory(0, log));
    GraphBatch batch = builder.build(examples, new int[] {2, 0, 1});
    assertThat(batch.part(usage).offsets()).containsExactly(0, 2, 2, 2);
    assertThat(batch.part(usage).items()).containsExactly(1, 7);
    double e = Math.E - 1;
    double half = Math.expm1(0.5);
    assertThat(batch.part(usage).boosts())
        .containsExactly(half, e, half, e, 0, 0, e, half, e, half, 0, 0);
    assertThat(batch.part(neutral).items()).isEmpty();
    assertThat(builder.build(log).part(usage).items()).isEmpty(); // served without a history
  }
}
