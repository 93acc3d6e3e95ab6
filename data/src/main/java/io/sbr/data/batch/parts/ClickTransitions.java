package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import java.util.Arrays;

/**
 * The session graph of SR-GNN (docs/pipeline.md, section 3): an edge a→b stands for at least one
 * click on b right after a; A_in divides it by the in-degree of b, A_out by the out-degree of a.
 */
public record ClickTransitions() implements Relation {
  /** SR-GNN's session graph: nodes by item number, averages over their neighbours. */
  public static BatchSpec sessionGraph() {
    return BatchSpec.of(NodeOrder.ITEM_ID, new ClickTransitions());
  }

  @Override
  public String title() {
    return "transitions, averaged over neighbours";
  }

  @Override
  public GraphBatch.Adjacency build(GraphBatch batch) {
    return distinct(batch).averaged();
  }

  /** Each transition of the batch once. */
  static Edges distinct(GraphBatch batch) {
    int[] clickNode = batch.clickNode();
    Edges edges = new Edges(batch.nodes(), clickNode.length);
    long[] keys = new long[clickNode.length];
    for (int b = 0; b < batch.sessions(); b++) {
      int begin = batch.clickOffsets()[b];
      int transitions = batch.clickOffsets()[b + 1] - begin - 1;
      for (int i = 0; i < transitions; i++) {
        keys[i] = (long) clickNode[begin + i] << 32 | clickNode[begin + i + 1];
      }
      Arrays.sort(keys, 0, transitions);
      for (int i = 0; i < transitions; i++) {
        if (i == 0 || keys[i] != keys[i - 1]) {
          edges.add((int) (keys[i] >>> 32), (int) keys[i]);
        }
      }
    }
    return edges;
  }
}
