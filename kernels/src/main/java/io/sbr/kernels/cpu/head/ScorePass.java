package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;

/**
 * One pass over all scores, for any number of readers: a tile is filled once, and all have read it
 * before the next takes its place.
 */
public final class ScorePass {
  /** Whoever wants to see all scores. */
  public interface Reader {
    /** Begins a slab; called by the thread that will show its tiles, in order, to the result. */
    SlabReader begin(int slab);
  }

  /** Reads the tiles of one slab. */
  @FunctionalInterface
  public interface SlabReader {
    /**
     * Reads a tile.
     *
     * @param scores of the items {@code [from, to)}, a row for each session
     * @param stride numbers from one row to the next
     */
    void read(float[] scores, int stride, int from, int to);

    /** Told after the last tile. */
    default void end() {}
  }

  private ScorePass() {}

  /** Shows all scores to all readers, slabs at once as far as there are threads. */
  public static void over(TileScorer tiles, Engine engine, Reader... readers) {
    engine.team().run(tiles.slabs(), slab -> show(tiles, slab, readers));
  }

  private static void show(TileScorer tiles, int slab, Reader[] readers) {
    SlabReader[] here = new SlabReader[readers.length];
    for (int r = 0; r < here.length; r++) {
      here[r] = readers[r].begin(slab);
    }
    tiles.forTiles(
        slab,
        (number, from, to) -> {
          int stride = TileScorer.stride(to - from);
          float[] tile = Scratch.floats(Slot.TILE, tiles.sessions() * stride);
          tiles.rows(from, to, tile, 0);
          for (SlabReader reader : here) {
            reader.read(tile, stride, from, to);
          }
        });
    for (SlabReader reader : here) {
      reader.end();
    }
  }
}
