package io.sbr.models.counting;

import io.sbr.data.batch.GraphBatch;

/** POP: the items most clicked in train, whatever the session. */
final class MostPopular extends CountingRecommender {
  MostPopular(Popularity popularity) {
    super("pop", popularity);
  }

  @Override
  Counts counts(GraphBatch batch, int b) {
    return Counts.NONE;
  }
}
