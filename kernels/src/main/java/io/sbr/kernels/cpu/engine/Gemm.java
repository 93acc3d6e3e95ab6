package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import java.util.Arrays;

/**
 * Building blocks of dense products. The right side B is packed: cut into panels as wide as the
 * registers' block, each with its rows one after another and padded with zeros, so that the
 * innermost loop reads it in one stream; a transposed B is transposed while packing. The left side
 * is read in place in either direction.
 */
public final class Gemm {
  /** Rows whose edge is computed beside the result before it is copied in. */
  private static final int EDGE_ROWS = 24;

  /**
   * Numbers in 512 bytes. Rows a multiple of that apart share few of a first-level cache's sets,
   * which repeat every 4 KiB: of 2,048 numbers each, all rows fall on the same ones.
   */
  private static final int CLOSE = 128;

  private final Loops loops;

  Gemm(Loops loops) {
    this.loops = loops;
  }

  /** {@code columns} rounded up to whole vectors, at least as many as the kernels need. */
  public int padded(int columns) {
    return padded(loops, columns);
  }

  /** The same for any loops. */
  public static int padded(Loops loops, int columns) {
    int lanes = loops.lanes();
    return Math.max(loops.leastColumns(), (columns + lanes - 1) / lanes * lanes);
  }

  /**
   * How far apart the rows of a large matrix of so many columns, whole vectors, should be so that a
   * panel of them stays in the cache: often just as far as it is wide.
   */
  public int apart(int columns) {
    return columns % CLOSE == 0 ? columns + loops.lanes() : columns;
  }

  /**
   * Packs B {@code [k, n]}, of either direction, into k · padded(n) numbers. The last panel is
   * moved back to end with the last column, so that its vectors are full; only where B is narrower
   * than a panel it is padded with zeros.
   *
   * @param panelsAt where in {@code panels} the first begins
   */
  public void pack(int k, int n, MatrixView b, float[] panels, int panelsAt) {
    int all = padded(n);
    for (int column = 0; column < all; ) {
      int width = loops.panelWidth(all - column);
      int begin = begin(column, width, n);
      int used = Math.min(width, n);
      int to = panelsAt + k * column;
      if (b.rowsStandTogether()) {
        float[] array = b.array();
        int row = b.rowStride();
        for (int p = 0, from = b.at(0, begin); p < k; p++, from += row) {
          System.arraycopy(array, from, panels, to + p * width, used);
        }
      } else {
        transpose(k, used, b.from(0, begin), MatrixView.rows(panels, to, width));
      }
      for (int p = 0; used < width && p < k; p++) {
        Arrays.fill(panels, to + p * width + used, to + (p + 1) * width, 0);
      }
      column += width;
    }
  }

  /**
   * Packs one row of B {@code [k, n]}, times a factor, into panels that begin with the array and
   * whose padding is there already.
   *
   * @param p which row
   * @param row an array that has it, from {@code rowAt} on
   */
  public void packRow(int p, int k, int n, float factor, float[] row, int rowAt, float[] panels) {
    int all = padded(n);
    for (int column = 0; column < all; ) {
      int width = loops.panelWidth(all - column);
      int begin = begin(column, width, n);
      int to = k * column + p * width;
      loops.scale(factor, row, rowAt + begin, panels, to, Math.min(width, n));
      column += width;
    }
  }

  /**
   * Copies B {@code [k, n]}, whose columns stand together, into rows that do. Four columns at a
   * time, which then are written together: one at a time takes half as long again.
   */
  public static void transpose(int k, int n, MatrixView b, MatrixView out) {
    float[] from = b.array();
    float[] to = out.array();
    int bRow = b.rowStride();
    int row = out.rowStride();
    int j = 0;
    for (; j <= n - 4; j += 4) {
      transposeFour(k, from, b.at(0, j), bRow, b.columnStride(), to, out.offset() + j, row);
    }
    for (; j < n; j++) {
      int first = b.at(0, j);
      int at = out.offset() + j;
      for (int p = 0; p < k; p++) {
        to[at + p * row] = from[first + p * bRow];
      }
    }
  }

  private static void transposeFour(
      int k, float[] b, int bAt, int bRow, int bStep, float[] out, int at, int row) {
    int second = bAt + bStep;
    int third = second + bStep;
    int fourth = third + bStep;
    for (int p = 0; p < k; p++) {
      int from = p * bRow;
      int to = at + p * row;
      out[to] = b[bAt + from];
      out[to + 1] = b[second + from];
      out[to + 2] = b[third + from];
      out[to + 3] = b[fourth + from];
    }
  }

  /** First column of the panel that stands {@code column} columns into the packed matrix. */
  private static int begin(int column, int width, int n) {
    return Math.max(0, Math.min(column, n - width));
  }

  /**
   * C = A·B, or C += A·B if {@code add}, with packed B; A {@code [rows, k]} of either direction, C
   * {@code [rows, n]} of rows that stand together. Nothing beside its n columns is written.
   *
   * @param panelsAt where in {@code panels} the first begins
   */
  public void multiplyPacked(
      int rows,
      int n,
      int k,
      MatrixView a,
      float[] panels,
      int panelsAt,
      MatrixView c,
      boolean add) {
    multiplyPacked(rows, rows, n, k, a, panels, panelsAt, c, add);
  }

  /**
   * The same, some rows after others.
   *
   * @param group rows that are multiplied with all panels before the next ones are
   */
  void multiplyPacked(
      int rows,
      int group,
      int n,
      int k,
      MatrixView a,
      float[] panels,
      int panelsAt,
      MatrixView c,
      boolean add) {
    MatrixView[] views = views(n, k, panels, panelsAt);
    for (int row = 0; row < rows; row += group) {
      int some = Math.min(group, rows - row);
      int column = 0;
      for (MatrixView b : views) {
        int width = b.rowStride();
        // Where panels overlap, the same is written twice; but it must not be added twice.
        if (column + width <= n || !add && width <= n) {
          loops.multiplyPanel(row, some, begin(column, width, n), width, k, a, b, c, add);
        } else {
          multiplyEdge(row, some, column, n, k, a, b, c, add);
        }
        column += width;
      }
    }
  }

  /** The panels of a packed B {@code [k, n]}, made once for all rows. */
  private MatrixView[] views(int n, int k, float[] panels, int panelsAt) {
    int all = padded(n);
    int count = 0;
    for (int column = 0; column < all; column += loops.panelWidth(all - column)) {
      count++;
    }
    MatrixView[] views = new MatrixView[count];
    int column = 0;
    for (int i = 0; i < count; i++) {
      int width = loops.panelWidth(all - column);
      views[i] = MatrixView.rows(panels, panelsAt + k * column, width);
      column += width;
    }
    return views;
  }

  /** The columns of C from {@code column} on, by way of a copy: the last ones of the panel b. */
  private void multiplyEdge(
      int row,
      int rows,
      int column,
      int n,
      int k,
      MatrixView a,
      MatrixView b,
      MatrixView c,
      boolean add) {
    int width = b.rowStride();
    int used = n - column;
    int skipped = n < width ? 0 : column - begin(column, width, n);
    float[] array = Scratch.floats(Slot.EDGE, EDGE_ROWS * width);
    MatrixView edge = MatrixView.rows(array, 0, width);
    for (int i = row; i < row + rows; i += EDGE_ROWS) {
      int block = Math.min(EDGE_ROWS, row + rows - i);
      loops.multiplyPanel(0, block, 0, width, k, a.from(i, 0), b, edge, false);
      for (int r = 0; r < block; r++) {
        int to = c.at(i + r, column);
        int at = edge.at(r, skipped);
        if (add) {
          loops.add(c.array(), to, array, at, c.array(), to, used);
        } else {
          System.arraycopy(array, at, c.array(), to, used);
        }
      }
    }
  }

  /**
   * C = A·B, or C += A·B if {@code add}, where the rows of B and C stand together and already are
   * padded: A {@code [rows, k]} of either direction, B {@code [k, width]}, C {@code [rows, width]},
   * width a multiple of the vectors' length. Nothing is packed.
   */
  public void multiplyPadded(
      int rows, int width, int k, MatrixView a, MatrixView b, MatrixView c, boolean add) {
    for (int column = 0; column < width; ) {
      int panel = loops.panelWidth(width - column);
      loops.multiplyPanel(0, rows, column, panel, k, a, b.from(0, column), c, add);
      column += panel;
    }
  }
}
