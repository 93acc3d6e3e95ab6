package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;

/**
 * The nodes' items as rows of a table without a padding row ({@link Candidates}).
 *
 * @param itemCount N, rows of the table
 */
public record ItemsFromZero(int itemCount) implements BatchPart<GraphBatch.Gather> {
  @Override
  public GraphBatch.Gather build(GraphBatch batch) {
    return GraphBatch.Gather.of(itemCount, Candidates.of(batch.nodeItems()));
  }
}
