package io.sbr.models.counting;

import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/** S-POP: the items most clicked in this session, then POP. */
final class SessionPopularity extends CountingRecommender {
  SessionPopularity(Popularity popularity) {
    super("s-pop", popularity);
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
