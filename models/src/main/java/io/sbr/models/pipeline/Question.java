package io.sbr.models.pipeline;

import io.sbr.models.pipeline.RankingOptions.Unknown;

/**
 * What is asked of a run for one session.
 *
 * @param clicks what the visitor has done so far
 * @param options what is wanted of the ranking
 */
public record Question(Clicks clicks, RankingOptions options) {
  /** Whether popular items are wanted where no click is known. */
  boolean wantsPopular() {
    return options.unknown() == Unknown.POPULAR;
  }
}
