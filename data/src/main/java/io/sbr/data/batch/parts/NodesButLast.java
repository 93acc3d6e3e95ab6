package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/**
 * The nodes but that of each session's last click, session by session, as a choice from all nodes.
 * A session of one item has none. For batches without padding nodes.
 */
public record NodesButLast() implements BatchPart<GraphBatch.Rows> {
  @Override
  public GraphBatch.Rows build(GraphBatch batch) {
    return GraphBatch.Rows.of(batch, v -> v != batch.lastNode()[batch.nodeSession()[v]]);
  }
}
