package io.sbr.data.batch.parts;

import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/**
 * The session graph of PyTorch Geometric's SR-GNNs (docs/models.md, sections 8 and 9): an edge a→b
 * weighs how often b was clicked right after a; not divided by degrees.
 */
public record CountedTransitions() implements Relation {
  @Override
  public String title() {
    return "transitions, counted";
  }

  @Override
  public GraphBatch.Adjacency build(GraphBatch batch) {
    Edges edges = ClickTransitions.distinct(batch);
    return edges.weighted(counts(batch, edges));
  }

  /** How often each of the batch's distinct transitions occurs. */
  private static double[] counts(GraphBatch batch, Edges edges) {
    long[] keys = new long[edges.count()]; // ascending, as edges are
    Arrays.setAll(keys, e -> (long) edges.source(e) << 32 | edges.target(e));
    double[] counts = new double[keys.length];
    int[] clickNode = batch.clickNode();
    for (int b = 0; b < batch.sessions(); b++) {
      for (int c = batch.clickOffsets()[b]; c < batch.clickOffsets()[b + 1] - 1; c++) {
        counts[Arrays.binarySearch(keys, (long) clickNode[c] << 32 | clickNode[c + 1])]++;
      }
    }
    return counts;
  }

  /**
   * The same edges as a list for attention (FGNN, docs/models.md, section 7); a node without a
   * transition to itself has an edge of weight 1 there.
   */
  public record Arriving() implements ArrivingEdges {
    @Override
    public String title() {
      return "transitions, counted, and each item to itself";
    }

    @Override
    public GraphBatch.EdgeList build(GraphBatch batch) {
      Edges distinct = ClickTransitions.distinct(batch);
      double[] counts = counts(batch, distinct);
      Builder edges = new Builder(batch.nodes());
      for (int e = 0; e < counts.length; e++) {
        edges.add(distinct.source(e), distinct.target(e), counts[e]);
      }
      return edges.list();
    }
  }
}
