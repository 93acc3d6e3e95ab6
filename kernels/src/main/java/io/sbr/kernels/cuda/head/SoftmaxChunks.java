package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Tensor;

/**
 * What a softmax over tiles of scores is made of: of each session and chunk of items the maximum
 * and Σ exp(s − maximum).
 */
public final class SoftmaxChunks implements AutoCloseable {
  private final CudaEngine engine;
  private final ScoreTiles tiles;
  private final int sessions;
  private final CudaEngine.Scratch memory;

  /** Room for the chunks of so many sessions; content undefined. */
  public SoftmaxChunks(CudaEngine engine, ScoreTiles tiles, int sessions) {
    this.engine = engine;
    this.tiles = tiles;
    this.sessions = sessions;
    memory = engine.scratch(2 * bytes());
  }

  /** Of one number for each session and chunk. */
  private long bytes() {
    return (long) CudaBuffer.BYTES * sessions * tiles.chunks();
  }

  /** Address of the maxima, {@code [B, chunks]}. */
  long maxima() {
    return memory.address();
  }

  /** Address of Σ exp(s − maximum), {@code [B, chunks]}. */
  long sums() {
    return memory.address() + bytes();
  }

  /**
   * Passes over all tiles.
   *
   * @param targets address of an item for each session; 0 for none
   * @param picked address that receives the targets' scores, {@code [B]}; 0 without targets
   */
  void fill(long targets, long picked) {
    tiles.forEach((from, to) -> add(from, to, targets, picked));
  }

  /** Looks at the tile of the items {@code [from, to)}, which stays as it is. */
  public void add(int from, int to) {
    add(from, to, 0, 0);
  }

  private void add(int from, int to, long targets, long picked) {
    engine
        .launcher()
        .kernel("softmax_chunks")
        .i32(to - from)
        .i32(tiles.stride())
        .i32(from)
        .i32(tiles.chunks())
        .pointer(tiles.address())
        .pointer(targets)
        .pointer(maxima())
        .pointer(sums())
        .pointer(picked)
        .grid(Grid.tiles(to - from, ScoreTiles.CHUNK, sessions), Grid.THREADS);
  }

  /**
   * Passes over all tiles for log Σ exp(s) of each session.
   *
   * @param out of size B
   */
  public void logSums(Tensor out) {
    fill(0, 0);
    into(out);
  }

  /**
   * Writes log Σ exp(s) of each session once all tiles are seen.
   *
   * @param out of size B
   */
  public void into(Tensor out) {
    engine
        .launcher()
        .kernel("log_sums")
        .i32(sessions)
        .i32(tiles.chunks())
        .pointer(maxima())
        .pointer(sums())
        .pointer(out)
        .grid(Grid.warps(sessions), Grid.THREADS);
  }

  @Override
  public void close() {
    memory.close();
  }
}
