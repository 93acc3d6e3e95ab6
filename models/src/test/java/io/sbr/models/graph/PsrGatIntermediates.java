package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Var;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.parts.ParallelEdges;
import io.sbr.models.nn.layers.Attribution;
import io.sbr.tensor.io.SafeTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The intermediate tensors of a PSR-GAT golden case. The program's pooling leaves rows out and
 * numbers the others anew, which ours does not: its rows are looked up at the nodes that it kept.
 */
final class PsrGatIntermediates {
  /** Never named here: the scores see them, or they follow from what is compared. */
  private static final Set<String> NOT_NAMED =
      Set.of(
          "mid.lin1",
          "mid.lin2",
          "mid.pref_fuse",
          "mid.pool1_batch",
          "mid.pool1_edge_index", // that of conv2
          "mid.pool1_edge_weight", // conv1's attention, averaged over heads
          "mid.pool1_score",
          "mid.pool2_batch",
          "mid.pool2_edge_index",
          "mid.pool2_edge_weight",
          "mid.pool2_score");

  /** An edge between nodes of ours, with its attention in each head. */
  private record Edge(String ends, double[] alpha) {}

  private final SafeTensors expected;
  private final double tolerance;
  private final Set<String> checked = new HashSet<>();

  PsrGatIntermediates(SafeTensors expected, double tolerance) {
    this.expected = expected;
    this.tolerance = tolerance;
  }

  void check(GraphBatch batch, Map<String, Var> seen) {
    int[] nodes = IntStream.range(0, batch.nodes()).toArray();
    int[] once = left(nodes, "mid.pool1_perm");
    int[] twice = left(once, "mid.pool2_perm");
    rows("mid.emb", seen.get("emb"), nodes);
    rows("mid.conv1", seen.get("conv1"), nodes);
    rows("mid.pool1_x", seen.get("pool1"), once);
    rows("mid.conv2", seen.get("conv2"), once);
    rows("mid.pool2_x", seen.get("pool2"), twice);
    int[] sessions = IntStream.range(0, batch.sessions()).toArray();
    rows("mid.set2set", seen.get("set2set"), sessions);
    rows("mid.session", seen.get("session"), sessions);
    edges("conv1", batch, seen, nodes);
    edges("conv2", batch, seen, once);
    checked.addAll(NOT_NAMED);
    assertThat(checked)
        .isEqualTo(
            expected.names().stream()
                .filter(name -> name.startsWith("mid."))
                .collect(Collectors.toSet()));
  }

  /** Which of our nodes the program has left, in its order. */
  private int[] left(int[] before, String name) {
    checked.add(name);
    return Arrays.stream(expected.longs(name)).mapToInt(v -> before[(int) v]).toArray();
  }

  /** The program's row i is ours of {@code rows[i]}. */
  private void rows(String name, Var actual, int[] rows) {
    checked.add(name);
    double[] ours = actual.value().toDoubles();
    int width = ours.length / actual.rows();
    double[] chosen =
        Arrays.stream(rows)
            .boxed()
            .flatMapToDouble(v -> Arrays.stream(ours, v * width, (v + 1) * width))
            .toArray();
    assertThat(chosen).as(name).containsExactly(expected.doubles(name), within(tolerance));
  }

  /**
   * Edges that have a part in a layer and the attention they get there, in whatever order. With the
   * second layer's it is seen which nodes the first pooling left.
   *
   * @param nodes ours, as the program numbers them in this layer
   */
  private void edges(String layer, GraphBatch batch, Map<String, Var> seen, int[] nodes) {
    String index = "mid." + layer + "_edge_index";
    String name = "mid." + layer + "_alpha";
    checked.addAll(List.of(index, name));
    long[] ends = expected.longs(index);
    double[] theirs = expected.doubles(name);
    int count = ends.length / 2;
    List<Edge> published = new ArrayList<>();
    for (int e = 0; e < count; e++) {
      String from = nodes[(int) ends[e]] + ">" + nodes[(int) ends[count + e]];
      published.add(new Edge(from, row(theirs, e, count)));
    }
    GraphBatch.EdgeList list = list(batch);
    double[] alpha = seen.get(Attribution.EDGES + layer).value().toDoubles();
    List<Edge> ours = new ArrayList<>();
    for (int e = 0; e < list.targets().length; e++) {
      double[] own = row(alpha, e, list.targets().length);
      if (own[0] != 0) {
        ours.add(new Edge(list.sources().indices()[e] + ">" + list.targets()[e], own));
      }
    }
    Comparator<Edge> order = Comparator.comparing(Edge::ends).thenComparing(e -> e.alpha[0]);
    published.sort(order);
    ours.sort(order);
    assertThat(ours.stream().map(Edge::ends))
        .as(index)
        .containsExactlyElementsOf(published.stream().map(Edge::ends).toList());
    for (int e = 0; e < count; e++) {
      assertThat(ours.get(e).alpha)
          .as(name + " of " + ours.get(e).ends)
          .containsExactly(published.get(e).alpha, within(tolerance));
    }
  }

  private static double[] row(double[] matrix, int row, int rows) {
    int width = matrix.length / rows;
    return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
  }

  private static GraphBatch.EdgeList list(GraphBatch batch) {
    return (GraphBatch.EdgeList)
        batch.parts().entrySet().stream()
            .filter(part -> part.getKey() instanceof ParallelEdges)
            .findFirst()
            .orElseThrow()
            .getValue();
  }
}
