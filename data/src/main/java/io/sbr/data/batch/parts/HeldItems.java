package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The distinct items of each example and the one that follows, for whoever draws others: of the
 * clicks up to each of {@link LearnedClicks}, one array for each, ascending. Reads the targets, and
 * so is of training alone.
 */
public record HeldItems() implements BatchPart<GraphBatch.Held> {
  @Override
  public GraphBatch.Held build(GraphBatch batch) {
    int[][] held = new int[batch.examples()][];
    LearnedClicks.each(
        batch, (example, session, click) -> held[example] = held(batch, session, click));
    return new GraphBatch.Held(held);
  }

  private static int[] held(GraphBatch batch, int session, int last) {
    IntStream own =
        Arrays.stream(batch.clickNode(), batch.clickOffsets()[session], last + 1)
            .map(node -> batch.nodeItems()[node]);
    IntStream following = IntStream.of(LearnedClicks.following(batch, session, last));
    return IntStream.concat(own, following).sorted().distinct().toArray();
  }
}
