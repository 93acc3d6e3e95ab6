package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/** The nodes that are not padding, session by session, as a choice from all nodes. */
public record RealNodes() implements BatchPart<GraphBatch.Rows> {
  @Override
  public GraphBatch.Rows build(GraphBatch batch) {
    return GraphBatch.Rows.of(batch, v -> batch.nodeItems()[v] != 0);
  }
}
