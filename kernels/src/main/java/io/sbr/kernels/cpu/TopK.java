package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.Scratch.Slot;
import java.util.Arrays;

/**
 * The k best items of each session. Every slab keeps its own k best, in order; the slabs are merged
 * at the end. A session's column of a tile is looked at only if its maximum can still get in, which
 * after the first tiles is rare.
 *
 * <p>Slabs share, for each session, the highest k-th best score that any of them has: what is below
 * it is in no result. A thread may see an older, lower one; that costs time and changes nothing.
 */
final class TopK {
  private final TileScorer tiles;
  private final Engine engine;
  private final int k;
  private final int[] excludedOffsets;
  private final int[] excluded;

  /** Best items and scores so far, {@code [slabs, B, k]}, best first, and how many. */
  private final int[] items;

  private final float[] scores;
  private final int[] sizes;

  /** For each session a score that k items are known to reach. */
  private final float[] floor;

  TopK(TileScorer tiles, Engine engine, int k, int[] excludedOffsets, int[] excluded) {
    this.tiles = tiles;
    this.engine = engine;
    this.k = k;
    this.excludedOffsets = excludedOffsets;
    this.excluded = excluded;
    int lists = tiles.slabs() * tiles.sessions();
    items = new int[lists * k];
    scores = new float[lists * k];
    sizes = new int[lists];
    floor = new float[tiles.sessions()];
    Arrays.fill(floor, Float.NEGATIVE_INFINITY);
    engine.team().run(tiles.slabs(), slab -> tiles.forTiles(slab, (t, f, e) -> scan(slab, f, e)));
  }

  private void scan(int slab, int from, int to) {
    int width = tiles.width();
    float[] tile = Scratch.floats(Slot.TILE, (to - from) * width);
    tiles.fill(from, to, tile, 0);
    float[] max = Scratch.floats(Slot.ROW, width);
    Arrays.fill(max, 0, width, Float.NEGATIVE_INFINITY);
    engine.loops().columnMax(tile, 0, to - from, width, max);
    for (int b = 0; b < tiles.sessions(); b++) {
      if (Float.isNaN(max[b])) {
        throw new ArithmeticException(nan(tile, width, from, b));
      }
      if (max[b] >= floor[b]) {
        int list = slab * tiles.sessions() + b;
        for (int i = from; i < to; i++) {
          float score = tile[(i - from) * width + b];
          if (score >= floor[b]) {
            offer(list, b, i, score);
          }
        }
      }
    }
  }

  private static String nan(float[] tile, int width, int from, int session) {
    int i = 0;
    while (!Float.isNaN(tile[i * width + session])) {
      i++;
    }
    return "topK: the score of item " + (from + i) + " for session " + session + " is NaN";
  }

  /** Inserts behind all that are as good: items come in ascending order. */
  private void offer(int list, int session, int item, float score) {
    int begin = list * k;
    int size = sizes[list];
    if (size == k && !(score > scores[begin + k - 1]) || isExcluded(session, item)) {
      return;
    }
    int place = Math.min(size, k - 1);
    while (place > 0 && score > scores[begin + place - 1]) {
      scores[begin + place] = scores[begin + place - 1];
      items[begin + place] = items[begin + place - 1];
      place--;
    }
    scores[begin + place] = score;
    items[begin + place] = item;
    sizes[list] = Math.min(k, size + 1);
    if (sizes[list] == k) {
      floor[session] = Math.max(floor[session], scores[begin + k - 1]);
    }
  }

  private boolean isExcluded(int session, int item) {
    return Arrays.binarySearch(
            excluded, excludedOffsets[session], excludedOffsets[session + 1], item)
        >= 0;
  }

  /** Merges the slabs: best first, equal scores by ascending item, −1 and 0 where none is left. */
  void into(int[] outItems, float[] outScores, int outAt) {
    int sessions = tiles.sessions();
    int[] next = new int[tiles.slabs()];
    for (int b = 0; b < sessions; b++) {
      Arrays.fill(next, 0);
      for (int place = 0; place < k; place++) {
        int best = -1;
        for (int slab = 0; slab < next.length; slab++) {
          int list = slab * sessions + b;
          int at = list * k + next[slab];
          // Slabs are visited by ascending item, so an equal score of a later one is worse.
          if (next[slab] < sizes[list] && (best < 0 || scores[at] > scores[head(best, b, next)])) {
            best = slab;
          }
        }
        int to = b * k + place;
        outItems[to] = best < 0 ? -1 : items[head(best, b, next)];
        outScores[outAt + to] = best < 0 ? 0 : scores[head(best, b, next)];
        if (best >= 0) {
          next[best]++;
        }
      }
    }
  }

  private int head(int slab, int session, int[] next) {
    return (slab * tiles.sessions() + session) * k + next[slab];
  }
}
