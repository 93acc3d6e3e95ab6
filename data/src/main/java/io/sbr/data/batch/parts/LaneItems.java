package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/**
 * The last click of each session and what follows it, as candidates that stay on the host: two
 * arrays, {@code [B]} each, for whoever looks them up together with what is drawn beside them.
 * Reads the targets, and so is of training alone.
 */
public record LaneItems() implements BatchPart<GraphBatch.Held> {
  @Override
  public GraphBatch.Held build(GraphBatch batch) {
    int[] last =
        Arrays.stream(batch.lastNode()).map(n -> Candidates.of(batch.nodeItems()[n])).toArray();
    return new GraphBatch.Held(new int[][] {last, Candidates.of(batch.targets())});
  }

  /**
   * The row of a state that each session goes on from, {@code [B]}: row 0 is that of a session that
   * begins, row r + 1 that of row r of the batch before.
   */
  public record CarriedRows() implements BatchPart<int[]> {
    @Override
    public int[] build(GraphBatch batch) {
      return Arrays.stream(batch.carried()).map(row -> row + 1).toArray();
    }
  }
}
