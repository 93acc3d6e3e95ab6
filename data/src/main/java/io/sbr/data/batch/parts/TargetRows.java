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
}
