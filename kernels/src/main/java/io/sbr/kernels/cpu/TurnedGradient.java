package io.sbr.kernels.cpu;

import io.sbr.tensor.Tensor;

/** The item table's gradient from tiles that have a row for each component instead of each item. */
final class TurnedGradient implements CpuTiles {
  private final Tensor tiles;
  private final int items;
  private final int d;

  /**
   * A gradient of so many items of length d.
   *
   * @param tiles one tile in each row: {@code [d, n]} with n the stride of the tile's items
   */
  TurnedGradient(Tensor tiles, int items, int d) {
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
    float[] turned = CpuMemory.floats(tiles);
    for (int i = from; i < to; i++, at += d) {
      int first = i / TileScorer.TILE * TileScorer.TILE;
      int stride = TileScorer.stride(Math.min(TileScorer.TILE, items - first));
      int p = tiles.offset() + i / TileScorer.TILE * tiles.cols() + i - first;
      for (int c = 0; c < d; c++, p += stride) {
        g[at + c] = add ? g[at + c] + turned[p] : turned[p];
      }
    }
  }
}
