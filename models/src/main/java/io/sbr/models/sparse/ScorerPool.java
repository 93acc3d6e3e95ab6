package io.sbr.models.sparse;

import io.sbr.models.sparse.SparseRecommender.Scorer;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Scorers, each lent to one call at a time. There are as many as calls ever ran at once, not as
 * many as threads ever called: a scorer has scratch for the whole catalogue. The one that came back
 * last goes first, since its scratch is still in a cache.
 */
final class ScorerPool {
  /** Beyond these a scorer that comes back is dropped. */
  private static final int MOST_IDLE = 2 * Runtime.getRuntime().availableProcessors();

  private final Supplier<Scorer> scorers;
  private final ArrayDeque<Scorer> idle = new ArrayDeque<>();

  ScorerPool(Supplier<Scorer> scorers) {
    this.scorers = scorers;
  }

  /** Lends a scorer. It is given back, unless the call fails that has it. */
  Scorer take() {
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return scorers.get();
  }

  /** Takes it back. */
  void giveBack(Scorer scorer) {
    synchronized (idle) {
      if (idle.size() < MOST_IDLE) {
        idle.push(scorer);
      }
    }
  }
}
