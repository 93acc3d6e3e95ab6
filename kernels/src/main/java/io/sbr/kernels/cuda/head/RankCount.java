package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Ties;

/** The items before each target, counted over tiles of scores. */
public final class RankCount implements AutoCloseable {
  private final CudaEngine engine;
  private final ScoreTiles tiles;
  private final Ties ties;
  private final Ints sessions;
  private final Ints targets;
  private final CudaEngine.Scratch memory;

  /** Items before each target so far, {@code [T]}. */
  private final long before;

  /** Whether a score of its session is NaN, {@code [T]}. */
  private final long spoilt;

  /** The targets' scores, {@code [T]}. */
  private final long picked;

  /**
   * Passes over all tiles for the targets' scores; nothing is counted yet.
   *
   * @param sessions {@code [T]} session of each target
   * @param targets {@code [T]} items
   */
  public RankCount(CudaEngine engine, ScoreTiles tiles, Ties ties, Ints sessions, Ints targets) {
    this.engine = engine;
    this.tiles = tiles;
    this.ties = ties;
    this.sessions = sessions;
    this.targets = targets;
    long row = (long) CudaBuffer.BYTES * targets.length();
    memory = engine.scratch(3 * row);
    before = memory.address();
    spoilt = before + row;
    picked = spoilt + row;
    engine.zero(before, 2 * row);
    tiles.forEach(this::pick);
  }

  /**
   * The very numbers that the tile holds: computed apart, a target's score could differ in its last
   * bit from itself.
   */
  private void pick(int from, int to) {
    engine
        .launcher()
        .kernel("pick_targets")
        .i32(targets.length())
        .i32(to - from)
        .i32(tiles.stride())
        .i32(from)
        .pointer(tiles.address())
        .pointer(sessions)
        .pointer(targets)
        .pointer(picked)
        .grid(Grid.elements(targets.length()), Grid.THREADS);
  }

  /** Counts in the tile of the items {@code [from, to)}. */
  public void count(int from, int to) {
    engine
        .launcher()
        .kernel("rank_count")
        .i32(to - from)
        .i32(tiles.stride())
        .i32(from)
        .i32(ties == Ties.CONSERVATIVE ? 1 : 0)
        .pointer(tiles.address())
        .pointer(sessions)
        .pointer(targets)
        .pointer(picked)
        .pointer(before)
        .pointer(spoilt)
        .grid(Grid.tiles(to - from, ScoreTiles.CHUNK, targets.length()), Grid.THREADS);
  }

  /** Writes the ranks once all is counted: 0 where a score was NaN. */
  public void into(Ints ranks) {
    engine
        .launcher()
        .kernel("rank_finish")
        .i32(targets.length())
        .pointer(before)
        .pointer(spoilt)
        .pointer(ranks)
        .grid(Grid.elements(targets.length()), Grid.THREADS);
    CudaBuffer.of(ranks.buffer()).hostCopy(null);
  }

  @Override
  public void close() {
    memory.close();
  }
}
