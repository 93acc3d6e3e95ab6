package io.sbr.kernels.cpu;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Scorer;

/**
 * Fills tiles of scores. A tile is item-major: row i holds the scores of one item for all sessions,
 * padded to {@link #width()}, so that the item table is read in place and each consumer works on
 * all sessions at once, a vector at a time.
 */
interface TileScorer extends AutoCloseable {
  /** Items in a full tile: some multiple of every kernel's block of rows. */
  int TILE = 240;

  /** Slabs into which the items are cut at most: the tasks of a pass over all items. */
  int SLABS = 32;

  /** Number of sessions, B. */
  int sessions();

  /** Number of items, N. */
  int items();

  /** Numbers from one row of a tile to the next: B rounded up to whole vectors. */
  int width();

  /** Writes the scores of items {@code [from, to)}; the padding columns become 0. */
  void fill(int from, int to, float[] tile, int at);

  /** One score, with the bits that {@link #fill} gives it. */
  float score(int session, int item);

  /**
   * The softmax over all items and the way back from it to the inputs.
   *
   * @param targets item of each session
   * @param arena owns whatever the terms refer to
   */
  HeadGradient gradient(int[] targets, Arena arena);

  /** Gives working memory back. */
  @Override
  void close();

  /** The scorer behind a description of one. */
  static TileScorer of(Scorer scorer, Engine engine) {
    if (scorer instanceof Scorer.Dot dot) {
      return new DotScorer(dot, engine);
    }
    if (scorer instanceof Scorer.UsageScaled usage) {
      return new UsageScaledScorer(usage, engine);
    }
    return new TargetAttentionScorer((Scorer.TargetAttention) scorer, engine);
  }

  /** Number of tiles. */
  default int tiles() {
    return (items() + TILE - 1) / TILE;
  }

  /** Tiles in one slab. */
  default int slabTiles() {
    return Math.max(1, (tiles() + SLABS - 1) / SLABS);
  }

  /** Number of slabs. */
  default int slabs() {
    return (tiles() + slabTiles() - 1) / slabTiles();
  }

  /** Work on one tile: its number and its items {@code [from, to)}. */
  interface TileTask {
    void run(int tile, int from, int to);
  }

  /** Visits the tiles of a slab in order. */
  default void forTiles(int slab, TileTask task) {
    int end = Math.min(tiles(), (slab + 1) * slabTiles());
    for (int tile = slab * slabTiles(); tile < end; tile++) {
      task.run(tile, tile * TILE, Math.min(items(), (tile + 1) * TILE));
    }
  }
}
