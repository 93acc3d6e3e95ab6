package io.sbr.models.counting;

import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/** S-POP: the items most clicked in this session, then POP. */
public final class SessionPopularity extends CountingRecommender {
  /** {@code s-pop}. */
  public static final CountingKind KIND =
      new CountingKind(
          "s-pop",
          "the items most clicked in the session itself, then the most popular ones",
          "clicks of this session on the item",
          false,
          false,
          (popularity, transitions) -> new SessionPopularity(popularity));

  SessionPopularity(Popularity popularity) {
    super(KIND.name(), popularity);
  }

  @Override
  Counts counts(GraphBatch batch, int b) {
    int from = batch.nodeOffsets()[b];
    int to = batch.nodeOffsets()[b + 1];
    int[] clicks = new int[to - from];
    for (int n = from; n < to; n++) {
      clicks[n - from] = (int) batch.nodeClicks()[n];
    }
    return new Counts(Arrays.copyOfRange(batch.nodeItems(), from, to), clicks);
  }
}
