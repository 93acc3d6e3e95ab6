package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.Scratch.Slot;

/**
 * Counts for each session the items before its target: all with a higher score, and of those with
 * the same score the ones with a lower number. Nothing of a tile is kept.
 */
final class RankCount {
  private final TileScorer tiles;
  private final Engine engine;
  private final int[] targets;
  private final float[] wanted;

  /** Items counted in each slab, {@code [slabs, B]}; below 0 when a score was NaN. */
  private final int[] counts;

  RankCount(TileScorer tiles, Engine engine, int[] targets) {
    this.tiles = tiles;
    this.engine = engine;
    this.targets = targets;
    wanted = new float[targets.length];
    for (int b = 0; b < wanted.length; b++) {
      wanted[b] = tiles.score(b, targets[b]);
    }
    counts = new int[tiles.slabs() * targets.length];
    engine.team().run(tiles.slabs(), slab -> tiles.forTiles(slab, (t, f, e) -> count(slab, f, e)));
  }

  /** ranks[b] = 1 + all that was counted, or 0 if a score was NaN. */
  void into(int[] ranks) {
    int sessions = targets.length;
    for (int b = 0; b < sessions; b++) {
      int rank = 1;
      for (int slab = 0; slab < tiles.slabs() && rank > 0; slab++) {
        int count = counts[slab * sessions + b];
        rank = count < 0 ? 0 : rank + count;
      }
      ranks[b] = rank;
    }
  }

  private void count(int slab, int from, int to) {
    int stride = TileScorer.stride(to - from);
    float[] tile = Scratch.floats(Slot.TILE, targets.length * stride);
    tiles.rows(from, to, tile, 0);
    for (int b = 0; b < targets.length; b++) {
      // Before the target's own tile an equal score counts: s ≥ t is s > the number below t.
      float bar = to <= targets[b] ? Math.nextDown(wanted[b]) : wanted[b];
      int above = engine.loops().countAbove(tile, b * stride, to - from, bar);
      int at = slab * targets.length + b;
      if (above < 0 || Float.isNaN(wanted[b])) {
        counts[at] = Integer.MIN_VALUE;
      } else if (counts[at] >= 0) {
        counts[at] += above;
        for (int i = from; i < Math.min(to, targets[b]) && to > targets[b]; i++) {
          counts[at] += tile[b * stride + i - from] == wanted[b] ? 1 : 0;
        }
      }
    }
  }
}
