package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;

/**
 * Counts for each target the items before it: all with a higher score in its session, and of those
 * with the same score the ones with a lower number. Nothing of a tile is kept.
 */
public final class RankCount {
  private final TileScorer tiles;
  private final Engine engine;
  private final int[] sessions;
  private final int[] targets;
  private final float[] targetScores;

  /** Items counted in each slab, {@code [slabs, T]}; below 0 when a score was NaN. */
  private final int[] counts;

  /**
   * Counts.
   *
   * @param sessions {@code [T]} session of each target
   * @param targets {@code [T]} items
   */
  public RankCount(TileScorer tiles, Engine engine, int[] sessions, int[] targets) {
    this.tiles = tiles;
    this.engine = engine;
    this.sessions = sessions;
    this.targets = targets;
    targetScores = new float[targets.length];
    for (int t = 0; t < targets.length; t++) {
      targetScores[t] = tiles.score(sessions[t], targets[t]);
    }
    counts = new int[tiles.slabs() * targets.length];
    engine.team().run(tiles.slabs(), slab -> tiles.forTiles(slab, (n, f, e) -> count(slab, f, e)));
  }

  /** ranks[t] = 1 + all that was counted, or 0 if a score was NaN. */
  public void into(int[] ranks) {
    for (int t = 0; t < targets.length; t++) {
      int rank = 1;
      for (int slab = 0; slab < tiles.slabs() && rank > 0; slab++) {
        int count = counts[slab * targets.length + t];
        rank = count < 0 ? 0 : rank + count;
      }
      ranks[t] = rank;
    }
  }

  private void count(int slab, int from, int to) {
    int stride = TileScorer.stride(to - from);
    float[] tile = Scratch.floats(Slot.TILE, tiles.sessions() * stride);
    tiles.rows(from, to, tile, 0);
    for (int t = 0; t < targets.length; t++) {
      int row = sessions[t] * stride;
      float score = targetScores[t];
      // Before the target's own tile an equal score counts: s ≥ t is s > the number below t.
      float bar = to <= targets[t] ? Math.nextDown(score) : score;
      int above = engine.loops().countAbove(tile, row, to - from, bar);
      if (above >= 0 && to <= targets[t] && score == Float.NEGATIVE_INFINITY) {
        above = to - from; // there is no number below the target's
      }
      int at = slab * targets.length + t;
      if (above < 0 || Float.isNaN(score)) {
        counts[at] = Integer.MIN_VALUE;
      } else if (counts[at] >= 0) {
        counts[at] += above;
        for (int i = from; i < Math.min(to, targets[t]) && to > targets[t]; i++) {
          counts[at] += tile[row + i - from] == score ? 1 : 0;
        }
      }
    }
  }
}
