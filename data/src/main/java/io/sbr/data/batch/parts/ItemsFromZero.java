package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/**
 * The nodes' items as rows of a table without a padding row: item 1 is row 0.
 *
 * @param itemCount N, rows of the table
 */
public record ItemsFromZero(int itemCount) implements BatchPart<GraphBatch.Gather> {
  @Override
  public GraphBatch.Gather build(GraphBatch batch) {
    int[] rows = new int[batch.nodes()];
    for (int v = 0; v < rows.length; v++) {
      rows[v] = batch.nodeItems()[v] - 1;
    }
    return GraphBatch.Gather.of(itemCount, rows);
  }
}
