package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.loops.MatrixView;
import java.util.Arrays;

/**
 * Some items as the right side of products with sessions: panels of {@link #WIDTH} items,
 * transposed, so that a vector holds one component of several items and a product reads panel after
 * panel in one stream.
 *
 * @param data each panel is {@code [d, WIDTH]}, with zeros beyond the last item
 * @param at where the first panel begins
 * @param items how many there are
 * @param d length of an item's vector
 */
public record ItemPanels(float[] data, int at, int items, int d) {
  /**
   * Items of a panel: whole vectors of up to 16 numbers, as many as products take at a time, and
   * few enough that a panel stays in the L1 cache. A tile is whole panels.
   */
  public static final int WIDTH = 48;

  /** {@code items} rounded up to whole panels. */
  public static int padded(int items) {
    return (items + WIDTH - 1) / WIDTH * WIDTH;
  }

  /**
   * Where an item's first component stands among panels; the next ones follow {@link #WIDTH} apart.
   */
  public static int index(int item, int d) {
    return item / WIDTH * WIDTH * d + item % WIDTH;
  }

  /**
   * The panels of the rows {@code [from, from + items)} of a table that begins at {@code begin}.
   */
  public static ItemPanels of(float[] table, int begin, int items, int d, float[] out, int at) {
    for (int item = 0; item < items; item += WIDTH) {
      int used = Math.min(WIDTH, items - item);
      int panel = at + item * d;
      if (used < WIDTH) {
        Arrays.fill(out, panel, panel + d * WIDTH, 0);
      }
      MatrixView rows = MatrixView.rows(table, begin + item * d, d);
      Gemm.transpose(d, used, rows.transposed(), MatrixView.rows(out, panel, WIDTH));
    }
    return new ItemPanels(out, at, items, d);
  }

  /**
   * C = A·Eᵀ: A {@code [rows, d]} from {@code a[aAt]} on, C {@code [rows, padded(items)]} from
   * {@code c[cAt]} on. One chain of fused multiply-adds for each number, whatever {@code rows} is.
   */
  public void product(Engine engine, int rows, float[] a, int aAt, float[] c, int cAt) {
    MatrixView left = MatrixView.rows(a, aAt, d);
    int stride = padded(items);
    for (int i = 0; i < items; i += WIDTH) {
      int panel = at + i * d;
      if (rows == 1) {
        engine.loops().multiplyRow(WIDTH, d, a, aAt, data, panel, c, cAt + i);
      } else {
        MatrixView right = MatrixView.rows(data, panel, WIDTH);
        MatrixView out = MatrixView.rows(c, cAt + i, stride);
        engine.gemm().multiplyPadded(rows, WIDTH, d, left, right, out, false);
      }
    }
  }
}
