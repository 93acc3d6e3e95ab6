package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.tensor.Ties;

/**
 * Counts for each target the items before it: all with a higher score in its session, and of those
 * with the same score the ones that the rule for ties puts there. Nothing of a tile is kept.
 */
public final class RankCount implements ScorePass.Reader {
  private final Engine engine;
  private final Ties ties;
  private final int[] sessions;
  private final int[] targets;
  private final float[] targetScores;
  private final int slabs;

  /** Items counted in each slab, {@code [slabs, T]}; below 0 when a score was NaN. */
  private final int[] counts;

  /**
   * Nothing counted yet.
   *
   * @param tiles whose scores will be shown
   * @param sessions {@code [T]} session of each target
   * @param targets {@code [T]} items
   */
  public RankCount(TileScorer tiles, Engine engine, Ties ties, int[] sessions, int[] targets) {
    this.engine = engine;
    this.ties = ties;
    this.sessions = sessions;
    this.targets = targets;
    slabs = tiles.slabs();
    targetScores = new float[targets.length];
    for (int t = 0; t < targets.length; t++) {
      targetScores[t] = tiles.score(sessions[t], targets[t]);
    }
    counts = new int[slabs * targets.length];
  }

  /** ranks[t] = 1 + all that was counted, or 0 if a score was NaN. */
  public void into(int[] ranks) {
    int itself = ties == Ties.CONSERVATIVE ? 1 : 0; // its score is one of those not below it
    for (int t = 0; t < targets.length; t++) {
      int before = -itself;
      boolean spoilt = false;
      for (int slab = 0; slab < slabs; slab++) {
        int count = counts[slab * targets.length + t];
        spoilt |= count < 0;
        before += count;
      }
      ranks[t] = spoilt ? 0 : 1 + before;
    }
  }

  @Override
  public ScorePass.SlabReader begin(int slab) {
    return (scores, stride, from, to) -> count(slab, scores, stride, from, to);
  }

  private void count(int slab, float[] tile, int stride, int from, int to) {
    for (int t = 0; t < targets.length; t++) {
      int row = sessions[t] * stride;
      float score = targetScores[t];
      // Where all equal scores stand before the target, s ≥ t is s > the number below t. By the
      // order of items they do in the tiles before the target's own.
      boolean equalFirst = ties == Ties.CONSERVATIVE || to <= targets[t];
      float bar = equalFirst ? Math.nextDown(score) : score;
      int above = engine.loops().countAbove(tile, row, to - from, bar);
      if (above >= 0 && equalFirst && score == Float.NEGATIVE_INFINITY) {
        above = to - from; // there is no number below the target's
      }
      int at = slab * targets.length + t;
      if (above < 0 || Float.isNaN(score)) {
        counts[at] = Integer.MIN_VALUE;
      } else if (counts[at] >= 0) {
        counts[at] += above;
        for (int i = from; i < Math.min(to, targets[t]) && !equalFirst; i++) {
          counts[at] += tile[row + i - from] == score ? 1 : 0;
        }
      }
    }
  }
}
