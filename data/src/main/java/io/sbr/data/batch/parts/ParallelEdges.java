package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * PSR-GAT's edges (docs/models.md, section 6): one for each transition, repeated ones side by side,
 * weighted by how long the click it starts from was viewed. A repeated click on one item weighs the
 * node's edge to itself, the last such click if there are several.
 *
 * @param weight of a view of so many seconds; of 0 where durations are not known
 * @param ends which nodes a transition joins
 */
public record ParallelEdges(DoubleUnaryOperator weight, Ends ends) implements ArrivingEdges {
  /** Which nodes a transition joins. */
  public enum Ends {
    /** Those of its clicks. */
    NODES,
    /**
     * The i-th and the j-th node of the session, if its items are the i-th and the j-th smallest of
     * the session: what the authors' program does although its nodes are the clicks.
     */
    RANKS
  }

  @Override
  public String title() {
    return "transitions, by view duration, and each item to itself";
  }

  @Override
  public GraphBatch.EdgeList build(GraphBatch batch) {
    Builder edges = new Builder(batch.nodes());
    int[] end = ends == Ends.NODES ? batch.clickNode() : ranked(batch);
    for (int b = 0; b < batch.sessions(); b++) {
      for (int c = batch.clickOffsets()[b]; c < batch.clickOffsets()[b + 1] - 1; c++) {
        edges.add(end[c], end[c + 1], weight.applyAsDouble(batch.seconds(b, c)));
      }
    }
    return edges.list();
  }

  @Override
  public Set<Column> reads() {
    return Set.of(Column.DURATIONS);
  }

  private static int[] ranked(GraphBatch batch) {
    int[] nodes = new int[batch.clickNode().length];
    for (int b = 0; b < batch.sessions(); b++) {
      int begin = batch.clickOffsets()[b];
      int end = batch.clickOffsets()[b + 1];
      int[] distinct =
          Arrays.stream(batch.clickNode(), begin, end)
              .map(v -> batch.nodeItems()[v])
              .sorted()
              .distinct()
              .toArray();
      for (int c = begin; c < end; c++) {
        int item = batch.nodeItems()[batch.clickNode()[c]];
        nodes[c] = batch.nodeOffsets()[b] + Arrays.binarySearch(distinct, item);
      }
    }
    return nodes;
  }

  /** The weight of each session's last click. */
  public record Last(DoubleUnaryOperator weight) implements BatchPart<double[]> {
    @Override
    public double[] build(GraphBatch batch) {
      double[] weights = new double[batch.sessions()];
      Arrays.setAll(
          weights, b -> weight.applyAsDouble(batch.seconds(b, batch.clickOffsets()[b + 1] - 1)));
      return weights;
    }

    @Override
    public Set<Column> reads() {
      return Set.of(Column.DURATIONS);
    }
  }
}
