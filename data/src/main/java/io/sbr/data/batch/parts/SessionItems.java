package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The items of every node as candidates; of a batch whose nodes are ordered by item, ascending
 * within each session.
 */
public record SessionItems() implements BatchPart<int[]> {
  @Override
  public int[] build(GraphBatch batch) {
    return Candidates.of(batch.nodeItems());
  }

  /** Those of one session. */
  static IntStream of(GraphBatch batch, int session) {
    int[] nodes =
        Arrays.copyOfRange(
            batch.nodeItems(), batch.nodeOffsets()[session], batch.nodeOffsets()[session + 1]);
    return Arrays.stream(Candidates.of(nodes));
  }
}
