package io.sbr.data.batch.parts;

import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/**
 * The fully connected session graph of SR-GNN-FC (docs/models.md, section 3): an edge u→v wherever
 * some click on u comes before some click on v, at any distance; weight 1, not divided by degrees.
 */
public record OrderedPairs() implements Relation {
  @Override
  public String title() {
    return "every earlier click to every later one";
  }

  @Override
  public GraphBatch.Adjacency build(GraphBatch batch) {
    int[] first = new int[batch.nodes()];
    int[] last = new int[batch.nodes()];
    Arrays.fill(first, Integer.MAX_VALUE); // what has no click has no edge
    Arrays.fill(last, -1);
    int[] clickNode = batch.clickNode();
    for (int c = clickNode.length - 1; c >= 0; c--) {
      first[clickNode[c]] = c;
    }
    for (int c = 0; c < clickNode.length; c++) {
      last[clickNode[c]] = c;
    }
    Edges edges = new Edges(batch.nodes(), 4 * clickNode.length);
    for (int b = 0; b < batch.sessions(); b++) {
      int end = batch.nodeOffsets()[b + 1];
      for (int u = batch.nodeOffsets()[b]; u < end; u++) {
        for (int v = batch.nodeOffsets()[b]; v < end; v++) {
          if (first[u] < last[v]) {
            edges.add(u, v);
          }
        }
      }
    }
    double[] ones = new double[edges.count()];
    Arrays.fill(ones, 1);
    return edges.weighted(ones);
  }
}
