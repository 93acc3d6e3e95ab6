package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/**
 * The node that was clicked for the first time last, of each session, as a choice from the nodes:
 * what programs take for the last click that number nodes by first appearance. In some eight of a
 * hundred prefixes it is not (docs/pipeline.md, section 14).
 */
public record NewestNode() implements BatchPart<GraphBatch.Gather> {
  @Override
  public GraphBatch.Gather build(GraphBatch batch) {
    int[] newest = new int[batch.sessions()];
    boolean[] seen = new boolean[batch.nodes()];
    for (int b = 0; b < newest.length; b++) {
      for (int c = batch.clickOffsets()[b]; c < batch.clickOffsets()[b + 1]; c++) {
        int node = batch.clickNode()[c];
        newest[b] = seen[node] ? newest[b] : node;
        seen[node] = true;
      }
    }
    return GraphBatch.Gather.of(batch.nodes(), newest);
  }
}
