package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Scorer;

/**
 * The scores of all sessions, a tile of items at a time in working memory of bounded size. A
 * catalogue that fits one tile is scored once however often it is visited.
 */
public final class ScoreTiles implements AutoCloseable {
  /** Items that a block of a consumer reads; tiles begin at its multiples, as head.cu expects. */
  public static final int CHUNK = 2048;

  /** Rows of a tile begin at multiples of this: 128 bytes. */
  private static final int ALIGNMENT = 32;

  private final CudaScorer scorer;
  private final int items;
  private final int width;
  private final int stride;
  private final CudaEngine.Scratch tile;

  /** Where the tile's content begins; −1 before the first. */
  private int filled = -1;

  /** Work on one tile. */
  public interface Visitor {
    /**
     * @param from first item
     * @param to item after the last
     */
    void visit(int from, int to);
  }

  /**
   * @param numbers how many numbers of working memory the scorer may use, if not one chunk of items
   *     needs more
   */
  public ScoreTiles(Scorer description, CudaEngine engine, long numbers) {
    scorer = CudaScorer.of(description, engine);
    items = description.itemCount();
    long chunks = Math.max(1, numbers / Math.max(1, scorer.numbersPerItem()) / CHUNK);
    width = (int) Math.min(items, chunks * CHUNK);
    stride = Math.max(1, Grid.parts(width, ALIGNMENT)) * ALIGNMENT;
    try {
      scorer.stride(stride);
      tile = engine.scratch((long) CudaBuffer.BYTES * description.sessionCount() * stride);
    } catch (RuntimeException e) {
      scorer.close();
      throw e;
    }
  }

  /** Visits the tiles in ascending order, each filled with scores unless it still is. */
  public void forEach(Visitor visitor) {
    for (int from = 0; from < items; from += width) {
      int to = Math.min(items, from + width);
      if (filled != from) {
        scorer.fill(from, to, tile.address());
        filled = from;
      }
      visitor.visit(from, to);
    }
  }

  /** Items of all tiles together. */
  int items() {
    return items;
  }

  CudaScorer scorer() {
    return scorer;
  }

  /** Address of the tile, {@code [B, stride]}. */
  public long address() {
    return tile.address();
  }

  /** Numbers from one session to the next. */
  public int stride() {
    return stride;
  }

  /** Chunks of all items. */
  int chunks() {
    return Grid.parts(items, CHUNK);
  }

  @Override
  public void close() {
    tile.close();
    scorer.close();
  }
}
