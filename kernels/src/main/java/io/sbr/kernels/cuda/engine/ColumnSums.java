package io.sbr.kernels.cuda.engine;

import io.sbr.kernels.cuda.memory.CudaBuffer;

/** Sums of columns in an order that depends on the shape alone. */
public final class ColumnSums {
  /** Rows that one block adds up. */
  private static final int CHUNK = 1024;

  private static final int COLUMNS = 32;
  private static final int THREADS = 1024;

  private ColumnSums() {}

  /**
   * out[c] = Σ_r x[r, c], or += when {@code accumulate}; many rows in parts whose sums are added by
   * a second launch.
   *
   * @param x address of {@code [rows, cols]}
   * @param out address of {@code [cols]}
   */
  public static void sum(
      CudaEngine engine, int rows, int cols, long x, long out, boolean accumulate) {
    int parts = Math.max(1, Grid.parts(rows, CHUNK));
    if (parts == 1) {
      launch(engine, 1, rows, cols, x, out, accumulate);
      return;
    }
    try (CudaEngine.Scratch sums = engine.scratch((long) CudaBuffer.BYTES * parts * cols)) {
      launch(engine, parts, rows, cols, x, sums.address(), false);
      sum(engine, parts, cols, sums.address(), out, accumulate);
    }
  }

  private static void launch(
      CudaEngine engine, int parts, int rows, int cols, long x, long out, boolean accumulate) {
    engine
        .launcher()
        .kernel("sum_rows")
        .i32(rows)
        .i32(cols)
        .i32(CHUNK)
        .i32(accumulate ? 1 : 0)
        .pointer(x)
        .pointer(out)
        .grid(Math.multiplyExact(parts, Grid.parts(cols, COLUMNS)), THREADS);
  }
}
