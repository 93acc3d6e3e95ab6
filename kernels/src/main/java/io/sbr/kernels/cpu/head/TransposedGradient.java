package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.CpuTiles;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Tensor;

/** The item table's gradient from tiles of {@link ItemPanels}. */
final class TransposedGradient implements CpuTiles {
  private final Tensor tiles;
  private final int items;
  private final int d;

  /**
   * A gradient of so many items of length d.
   *
   * @param tiles the panels of one tile in each row
   */
  TransposedGradient(Tensor tiles, int items, int d) {
    this.tiles = tiles;
    this.items = items;
    this.d = d;
  }

  @Override
  public int rows() {
    return items;
  }

  @Override
  public int cols() {
    return d;
  }

  @Override
  public int tileRows() {
    return TileScorer.TILE;
  }

  @Override
  public void rows(int from, int to, float[] g, int at, boolean add) {
    float[] transposed = CpuMemory.floats(tiles);
    for (int i = from; i < to; i++, at += d) {
      int first = i / TileScorer.TILE * TileScorer.TILE;
      int tile = tiles.offset() + i / TileScorer.TILE * tiles.cols();
      int p = tile + ItemPanels.index(i - first, d);
      for (int c = 0; c < d; c++, p += ItemPanels.WIDTH) {
        g[at + c] = add ? g[at + c] + transposed[p] : transposed[p];
      }
    }
  }
}
