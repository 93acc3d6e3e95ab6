package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/**
 * The item that follows each session as a row of a table that begins with a padding row, {@code
 * [B]}: what a softmax over the whole table takes for its targets. 0 where there is none.
 */
public record TargetRows() implements BatchPart<int[]> {
  @Override
  public int[] build(GraphBatch batch) {
    return batch.targets().clone();
  }

  /**
   * The same as a choice from such a table.
   *
   * @param items N; the table has N + 1 rows
   */
  public record Chosen(int items) implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      return GraphBatch.Gather.of(items + 1, batch.targets());
    }
  }
}
