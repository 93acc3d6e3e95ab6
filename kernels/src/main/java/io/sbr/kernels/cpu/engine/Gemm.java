package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.loops.Loops;
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
   * Packs B {@code [k, n]}, whose element (p, j) is {@code b[bAt + p·bRow + j·bStep]} with one of
   * the two steps 1, into k · padded(n) numbers. The last panel is moved back to end with the last
   * column, so that its vectors are full; only where B is narrower than a panel it is padded with
   * zeros.
   */
  public void pack(int k, int n, float[] b, int bAt, int bRow, int bStep, float[] panels) {
    pack(k, n, b, bAt, bRow, bStep, panels, 0);
  }

  /** The same into panels that begin at {@code panels[panelsAt]}. */
  public void pack(
      int k, int n, float[] b, int bAt, int bRow, int bStep, float[] panels, int panelsAt) {
    int all = padded(n);
    for (int column = 0; column < all; ) {
      int width = loops.panelWidth(all - column);
      int begin = begin(column, width, n);
      int used = Math.min(width, n);
      int to = panelsAt + k * column;
      if (bStep == 1) {
        for (int p = 0; p < k; p++) {
          System.arraycopy(b, bAt + p * bRow + begin, panels, to + p * width, used);
        }
      } else {
        transpose(k, used, b, bAt + begin * bStep, bRow, bStep, panels, to, width);
      }
      for (int p = 0; used < width && p < k; p++) {
        Arrays.fill(panels, to + p * width + used, to + (p + 1) * width, 0);
      }
      column += width;
    }
  }

  /**
   * Copies B {@code [k, n]} into rows {@code row} apart where its columns are what stands together.
   * Four columns at a time, which then are written together: one at a time takes half as long
   * again.
   */
  public static void transpose(
      int k, int n, float[] b, int bAt, int bRow, int bStep, float[] out, int at, int row) {
    int j = 0;
    for (; j <= n - 4; j += 4) {
      transposeFour(k, b, bAt + j * bStep, bRow, bStep, out, at + j, row);
    }
    for (; j < n; j++) {
      int from = bAt + j * bStep;
      for (int p = 0; p < k; p++) {
        out[at + p * row + j] = b[from + p * bRow];
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
   * C = A·B, or C += A·B if {@code add}, with packed B; C {@code [rows, n]} begins at {@code
   * c[cAt]}, its rows {@code cRow} apart, and nothing beside its n columns is written.
   */
  public void multiplyPacked(
      int rows,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] panels,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    multiplyPacked(rows, n, k, a, aAt, aRow, aStep, panels, 0, c, cAt, cRow, add);
  }

  /** The same with panels that begin at {@code panels[panelsAt]}. */
  public void multiplyPacked(
      int rows,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] panels,
      int panelsAt,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int all = padded(n);
    for (int column = 0; column < all; ) {
      int width = loops.panelWidth(all - column);
      int from = panelsAt + k * column;
      // Where panels overlap, the same numbers are written twice; but they must not be added twice.
      if (column + width <= n || !add && width <= n) {
        int to = cAt + begin(column, width, n);
        loops.multiplyPanel(
            rows, width, k, a, aAt, aRow, aStep, panels, from, width, c, to, cRow, add);
      } else {
        multiplyEdge(
            rows,
            width,
            n - column,
            k,
            a,
            aAt,
            aRow,
            aStep,
            panels,
            from,
            c,
            cAt + column,
            cRow,
            n < width ? 0 : column - begin(column, width, n),
            add);
      }
      column += width;
    }
  }

  /** The {@code used} columns of a panel from its column {@code skipped} on, by way of a copy. */
  private void multiplyEdge(
      int rows,
      int width,
      int used,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] panels,
      int from,
      float[] c,
      int cAt,
      int cRow,
      int skipped,
      boolean add) {
    float[] edge = Scratch.floats(Slot.EDGE, EDGE_ROWS * width);
    for (int i = 0; i < rows; i += EDGE_ROWS) {
      int block = Math.min(EDGE_ROWS, rows - i);
      loops.multiplyPanel(
          block,
          width,
          k,
          a,
          aAt + i * aRow,
          aRow,
          aStep,
          panels,
          from,
          width,
          edge,
          0,
          width,
          false);
      for (int r = 0; r < block; r++) {
        int to = cAt + (i + r) * cRow;
        int at = r * width + skipped;
        if (add) {
          loops.add(c, to, edge, at, c, to, used);
        } else {
          System.arraycopy(edge, at, c, to, used);
        }
      }
    }
  }

  /**
   * C = A·B, or C += A·B if {@code add}, where the rows of B and C already are padded: B {@code [k,
   * width]} with rows {@code bRow} apart, C {@code [rows, width]}, width a multiple of the vectors'
   * length. Nothing is packed.
   */
  public void multiplyPadded(
      int rows,
      int width,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    for (int column = 0; column < width; ) {
      int panel = loops.panelWidth(width - column);
      loops.multiplyPanel(
          rows, panel, k, a, aAt, aRow, aStep, b, bAt + column, bRow, c, cAt + column, cRow, add);
      column += panel;
    }
  }
}
