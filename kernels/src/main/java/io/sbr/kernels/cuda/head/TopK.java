package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.AllowSets;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;
import java.util.Optional;

/**
 * The k best items of each session over tiles of scores: each tile's best are selected together
 * with the best so far, by exact radix selection on keys that order by score and then by item.
 */
public final class TopK implements AutoCloseable {
  private static final int SELECT_THREADS = 512;

  private final CudaEngine engine;
  private final ScoreTiles tiles;
  private final int sessions;
  private final int k;
  private final CudaEngine.Scratch memory;

  /** The best so far and those to come, {@code [B, k]} keys of eight bytes; they take turns. */
  private long best;

  private long next;

  /** Keys of {@link #best}: 0 before the first tile, then k. */
  private int kept;

  /** The complement of the first NaN's place, eight bytes; 0 without one. */
  private final long spoilt;

  /** The k best items of so many sessions. */
  public TopK(CudaEngine engine, ScoreTiles tiles, int sessions, int k) {
    this.engine = engine;
    this.tiles = tiles;
    this.sessions = sessions;
    this.k = k;
    long bytes = (long) Long.BYTES * sessions * k;
    memory = engine.scratch(2 * bytes + Long.BYTES);
    best = memory.address();
    next = best + bytes;
    spoilt = next + bytes;
    engine.zero(memory.address(), 2 * bytes + Long.BYTES);
  }

  /** Writes the result once all tiles are seen. Waits for it. */
  public void into(Ints items, Tensor scores) {
    engine
        .launcher()
        .kernel("top_write")
        .i32(k)
        .pointer(best)
        .pointer(items)
        .pointer(scores)
        .grid(sessions, Grid.THREADS);
    CudaBuffer.of(items.buffer()).hostCopy(null);
    int session = ~engine.readInt(spoilt + Integer.BYTES);
    if (session >= 0) {
      int item = ~engine.readInt(spoilt);
      throw new ArithmeticException(
          "topK: the score of item " + item + " for session " + session + " is NaN");
    }
  }

  /**
   * Selects among the best so far and the tile of the items {@code [from, to)}, in which it leaves
   * keys in the place of scores.
   *
   * @param allowed the only items that may be selected; empty for all
   */
  public void select(
      int from, int to, Ints excludedOffsets, Ints excluded, Optional<AllowSets> allowed) {
    engine
        .launcher()
        .kernel("top_keys")
        .i32(to - from)
        .i32(tiles.stride())
        .i32(from)
        .pointer(excludedOffsets)
        .pointer(excluded)
        .pointer(allowed.map(sets -> CudaBuffer.address(sets.ofSession())).orElse(0L))
        .pointer(allowed.map(sets -> CudaBuffer.address(sets.words())).orElse(0L))
        .i32(AllowSets.words(tiles.items()))
        .pointer(tiles.address())
        .pointer(spoilt)
        .grid(Grid.tiles(to - from, Grid.THREADS, sessions), Grid.THREADS);
    engine
        .launcher()
        .kernel("top_select")
        .i32(to - from)
        .i32(tiles.stride())
        .i32(from)
        .i32(k)
        .i32(kept)
        .pointer(tiles.address())
        .pointer(best)
        .pointer(next)
        .grid(sessions, SELECT_THREADS);
    long old = best;
    best = next;
    next = old;
    kept = k;
  }

  @Override
  public void close() {
    memory.close();
  }
}
