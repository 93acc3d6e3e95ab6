package io.sbr.models.counting;

import io.sbr.data.batch.GraphBatch;

/** POP: the items most clicked in train, whatever the session. */
public final class MostPopular extends CountingRecommender {
  /** {@code pop}. */
  public static final CountingKind KIND =
      new CountingKind(
          "pop",
          "the items most clicked in train, whatever the session",
          "none: only popularity counts",
          false,
          false,
          (popularity, transitions) -> new MostPopular(popularity));

  MostPopular(Popularity popularity) {
    super(KIND.name(), popularity);
  }

  @Override
  Counts counts(GraphBatch batch, int b) {
    return Counts.NONE;
  }
}
