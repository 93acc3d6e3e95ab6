package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.GraphBatch.Adjacency;
import io.sbr.data.batch.parts.ClickRows;
import io.sbr.data.batch.parts.ClickTransitions;
import io.sbr.data.batch.parts.GlobalTransitions;
import io.sbr.data.batch.parts.GlobalTransitions.Norm;
import io.sbr.data.batch.parts.LogMultiplicity;
import io.sbr.data.batch.parts.NodesButLast;
import io.sbr.data.batch.parts.OrderedPairs;
import io.sbr.data.batch.parts.RealNodes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What models may ask of a batch beside SR-GNN's session graph. */
class BatchPartsTest {
  private static final int ITEMS = 12;

  private static int[] session(int... items) {
    return items;
  }

  private static GraphBatch build(BatchSpec needs, int length, int[]... sessions) {
    return new BatchBuilder(ITEMS, needs, length).build(sessions);
  }

  @Test
  void nothingIsBuiltThatWasNotAskedFor() {
    GraphBatch batch = build(BatchSpec.of(NodeOrder.ITEM_ID), 9, session(3, 1, 3));
    assertThat(batch.parts()).isEmpty();
    assertThat(batch.padding()).containsExactly(0);
    assertThat(batch.nodeItems()).containsExactly(1, 3);
    assertThatThrownBy(() -> batch.part(new ClickTransitions()))
        .hasMessageContaining("built without ClickTransitions");
  }

  /** Example 1 of docs/pipeline.md, section 11, with its padding: [5, 2, 5, 3], L = 6. */
  @Test
  void thePaddingNodeComesFirstAndHasNoEdges() {
    BatchSpec needs =
        new BatchSpec(
            NodeOrder.ITEM_ID,
            true,
            List.of(new ClickTransitions(), new RealNodes(), new LogMultiplicity()));
    int[] full = {1, 2, 4, 8, 11, 2}; // as long as L: no padding node
    int[] longer = {1, 2, 4, 8, 11, 2, 1}; // longer than L: none either, P = max(0, L − l)
    GraphBatch batch = build(needs, 6, session(5, 2, 5, 3), full, longer);
    assertThat(batch.nodeItems()).containsExactly(0, 2, 3, 5, 1, 2, 4, 8, 11, 1, 2, 4, 8, 11);
    assertThat(batch.nodeOffsets()).containsExactly(0, 4, 9, 14);
    assertThat(batch.clickNode()).startsWith(3, 1, 3, 2).hasSize(17);
    assertThat(batch.padding()).containsExactly(2, 0, 0);
    assertThat(batch.nodeClicks()).startsWith(0, 1, 1, 2);
    assertThat(batch.lastNode()).containsExactly(2, 5, 9);
    double[][] in = DenseGraph.of(batch.part(new ClickTransitions()).in());
    assertThat(Arrays.copyOf(in[0], 4)).containsExactly(0, 0, 0, 0);
    assertThat(Arrays.copyOf(in[2], 4)).containsExactly(0, 0, 0, 1);
    GraphBatch.Rows real = batch.part(new RealNodes());
    assertThat(real.offsets()).containsExactly(0, 3, 8, 13);
    assertThat(real.nodes().indices()).startsWith(1, 2, 3, 4).hasSize(13);
    assertThat(real.session()).startsWith(0, 0, 0, 1);
    DenseGraph.assertInverse(real.nodes());
    assertThat(batch.part(new LogMultiplicity()))
        .startsWith(Math.log(2), 0, 0, Math.log(2), 0)
        .hasSize(14);
  }

  @Test
  void clicksComeInOrderOfTimeWithTheirAge() {
    ClickRows.Age age = new ClickRows.Age(3);
    GraphBatch batch =
        build(
            BatchSpec.of(
                NodeOrder.ITEM_ID,
                new ClickRows(),
                new ClickRows.Last(),
                new ClickRows.ButLast(),
                new NodesButLast(),
                age),
            0,
            session(7, 2, 7, 9, 2),
            session(4),
            session(5, 4));
    GraphBatch.Rows clicks = batch.part(new ClickRows());
    assertThat(clicks.offsets()).containsExactly(0, 5, 6, 8);
    assertThat(clicks.session()).containsExactly(0, 0, 0, 0, 0, 1, 2, 2);
    assertThat(clicks.nodes().indices()).containsExactly(1, 0, 1, 2, 0, 3, 5, 4);
    DenseGraph.assertInverse(clicks.nodes());
    assertThat(batch.part(new ClickRows.Last()).indices()).containsExactly(4, 5, 7);
    GraphBatch.Rows others = batch.part(new ClickRows.ButLast());
    assertThat(others.offsets()).containsExactly(0, 4, 4, 5);
    assertThat(others.session()).containsExactly(0, 0, 0, 0, 2);
    assertThat(others.nodes().indices()).containsExactly(0, 1, 2, 3, 6);
    DenseGraph.assertInverse(others.nodes());
    GraphBatch.Rows nodes = batch.part(new NodesButLast());
    assertThat(nodes.offsets()).containsExactly(0, 2, 2, 3);
    assertThat(nodes.nodes().indices()).containsExactly(1, 2, 5);
    DenseGraph.assertInverse(nodes.nodes());
    assertThat(batch.part(age).indices()).containsExactly(2, 2, 2, 1, 0, 0, 1, 0);
    DenseGraph.assertInverse(batch.part(age));
  }

  /**
   * By hand. Training sessions 1 2 3, 1 2 2 and 3 2: 1→2 twice, 2→3, 2→2, 3→2 once each. Item 2
   * sends 2 and receives 4, item 1 sends 2.
   */
  @Test
  void globalWeightsByHand() {
    TransitionCounts counts =
        TransitionCounts.of(
            Sessions.of(session(1, 2, 3), session(1, 2, 2), session(3, 2), session(4)), ITEMS);
    assertThat(counts.count(1, 2)).isEqualTo(2);
    assertThat(counts.count(2, 1)).isZero();
    assertThat(counts.outStrength(2)).isEqualTo(2);
    assertThat(counts.inStrength(2)).isEqualTo(4);
    GlobalTransitions byOut = new GlobalTransitions(counts, Norm.OUT_STRENGTH);
    GlobalTransitions byIn = new GlobalTransitions(counts, Norm.IN_STRENGTH);
    // Nodes 1, 2, 3; edges 1→2, 2→2, 2→3, and 3→1, which training never saw.
    GraphBatch batch =
        build(BatchSpec.of(NodeOrder.ITEM_ID, byOut, byIn), 0, session(1, 2, 2, 3, 1));
    assertThat(DenseGraph.of(batch.part(byOut).out()))
        .isDeepEqualTo(new double[][] {{0, 1, 0}, {0, 0.5, 0.5}, {0, 0, 0}});
    assertThat(DenseGraph.of(batch.part(byOut).in()))
        .isDeepEqualTo(new double[][] {{0, 0, 0}, {1, 0.5, 0}, {0, 0.5, 0}});
    assertThat(DenseGraph.of(batch.part(byIn).out()))
        .isDeepEqualTo(new double[][] {{0, 0.5, 0}, {0, 0.25, 1}, {0, 0, 0}});
    assertThat(DenseGraph.of(batch.part(byIn).in()))
        .isDeepEqualTo(new double[][] {{0, 0, 0}, {0.5, 0.25, 0}, {0, 1, 0}});
  }

  /** By hand: in 2 3 2 1 a click on 2 comes before all, one on 3 before 2 and 1. */
  @Test
  void orderedPairsByHand() {
    OrderedPairs pairs = new OrderedPairs();
    GraphBatch batch = build(BatchSpec.of(NodeOrder.ITEM_ID, pairs), 0, session(2, 3, 2, 1));
    double[][] out = {{0, 0, 0}, {1, 1, 1}, {1, 1, 0}}; // nodes 1, 2, 3
    double[][] in = {{0, 1, 1}, {0, 1, 1}, {0, 1, 0}};
    assertThat(DenseGraph.of(batch.part(pairs).out())).isDeepEqualTo(out);
    assertThat(DenseGraph.of(batch.part(pairs).in())).isDeepEqualTo(in);
  }

  @Test
  void relationsEqualTheirDenseTwinsOnRandomSessions() {
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      int[][] train = sessions(random);
      int[][] sessions = sessions(random);
      TransitionCounts counts = TransitionCounts.of(Sessions.of(train), ITEMS);
      Norm norm = Norm.values()[round % 2];
      GlobalTransitions global = new GlobalTransitions(counts, norm);
      OrderedPairs pairs = new OrderedPairs();
      boolean padded = round % 3 == 0;
      BatchSpec needs = new BatchSpec(NodeOrder.ITEM_ID, padded, List.of(global, pairs));
      GraphBatch batch = build(needs, 8, sessions);
      double[][] weights = new double[batch.nodes()][batch.nodes()];
      double[][] ones = new double[batch.nodes()][batch.nodes()];
      for (int b = 0; b < sessions.length; b++) {
        int begin = batch.clickOffsets()[b];
        for (int i = begin; i < batch.clickOffsets()[b + 1]; i++) {
          for (int j = i + 1; j < batch.clickOffsets()[b + 1]; j++) {
            int u = batch.clickNode()[i];
            int v = batch.clickNode()[j];
            ones[u][v] = 1;
            if (j == i + 1) {
              weights[u][v] = weight(train, norm, batch.nodeItems()[u], batch.nodeItems()[v]);
            }
          }
        }
      }
      assertSame(batch.part(global), weights);
      assertSame(batch.part(pairs), ones);
    }
  }

  private static int[][] sessions(Random random) {
    return IntStream.range(0, 1 + random.nextInt(6))
        .mapToObj(s -> random.ints(1 + random.nextInt(10), 1, ITEMS + 1).toArray())
        .toArray(int[][]::new);
  }

  private static double weight(int[][] train, Norm norm, int u, int v) {
    double count = 0;
    double all = 0;
    for (int[] session : train) {
      for (int i = 1; i < session.length; i++) {
        count += session[i - 1] == u && session[i] == v ? 1 : 0;
        all += (norm == Norm.OUT_STRENGTH ? session[i - 1] == u : session[i] == v) ? 1 : 0;
      }
    }
    return count == 0 ? 0 : count / all;
  }

  /** out is the matrix, in its transpose: the same weight for an edge in both directions. */
  private static void assertSame(Adjacency relation, double[][] out) {
    assertThat(DenseGraph.of(relation.out())).isDeepEqualTo(out);
    double[][] in = DenseGraph.of(relation.in());
    for (int u = 0; u < out.length; u++) {
      for (int v = 0; v < out.length; v++) {
        assertThat(in[v][u]).isEqualTo(out[u][v]);
      }
    }
  }

  @Test
  void countsRefuseWhatIsNoGraph() {
    assertThatThrownBy(() -> new TransitionCounts(session(0, 0, 1), session(2), session(1)))
        .hasMessageContaining("1 transitions from item 1 to 2 are out of place");
    assertThatThrownBy(() -> new TransitionCounts(session(0, 0, 2), session(1), session(1)))
        .hasMessageContaining("are no transitions");
  }

  @Test
  void theLongestInputIsOneClickShorterThanItsSession() {
    Sessions sessions = Sessions.of(session(1, 2, 3), session(4), session(5, 6));
    assertThat(new Examples(sessions, 1).longestInput()).isEqualTo(2);
    assertThat(new Examples(sessions, 3).longestInput()).isZero();
  }
}
