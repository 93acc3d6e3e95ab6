package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The distinct items of each session and the one that follows, for whoever draws others. Reads the
 * targets, and so is of training alone.
 */
public record HeldItems() implements BatchPart<GraphBatch.Held> {
  @Override
  public GraphBatch.Held build(GraphBatch batch) {
    int[][] held = new int[batch.sessions()][];
    for (int b = 0; b < held.length; b++) {
      int[] own =
          Arrays.copyOfRange(batch.nodeItems(), batch.nodeOffsets()[b], batch.nodeOffsets()[b + 1]);
      held[b] =
          IntStream.concat(Arrays.stream(own), IntStream.of(batch.targets()[b]))
              .sorted()
              .distinct()
              .toArray();
    }
    return new GraphBatch.Held(held);
  }
}
