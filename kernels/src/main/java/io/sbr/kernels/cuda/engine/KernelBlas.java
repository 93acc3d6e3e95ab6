package io.sbr.kernels.cuda.engine;

import io.sbr.kernels.cuda.memory.CudaBuffer;

/**
 * Products by our own kernel: on machines without cuBLAS, where {@link BlasChoice#PROPERTY} asks
 * for it, and beside cuBLAS for empty sums. Long sums are cut into parts by their length alone, so
 * that a row of a result depends on no other row.
 */
final class KernelBlas implements Blas {
  private static final int TILE = 64;

  /** Longest sum that one block adds up. */
  private static final int DEPTH = 2048;

  private final CudaEngine engine;
  private final String description;

  KernelBlas(CudaEngine engine, String reason) {
    this.engine = engine;
    this.description = "own products (" + reason + ")";
  }

  @Override
  public void gemm(
      int m, int n, int k, double alpha, Factor a, Factor b, double beta, long c, int ldc) {
    int parts = Math.max(1, Grid.parts(k, DEPTH));
    int blocks = Math.toIntExact((long) Grid.parts(m, TILE) * Grid.parts(n, TILE) * parts);
    if (parts == 1) {
      product(blocks, m, n, k, alpha, a, b, beta, c, ldc);
      return;
    }
    int elements = Math.multiplyExact(m, n);
    try (CudaEngine.Scratch sums = engine.scratch((long) CudaBuffer.BYTES * parts * elements)) {
      product(blocks, m, n, k, 1, a, b, 0, sums.address(), n);
      engine
          .launcher()
          .kernel("sgemm_sum")
          .i32(elements)
          .i32(n)
          .i32(parts)
          .f32(alpha)
          .pointer(sums.address())
          .f32(beta)
          .pointer(c)
          .i32(ldc)
          .grid(Grid.elements(elements), Grid.THREADS);
    }
  }

  private void product(
      int blocks,
      int m,
      int n,
      int k,
      double alpha,
      Factor a,
      Factor b,
      double beta,
      long c,
      int ldc) {
    engine
        .launcher()
        .kernel("sgemm")
        .i32(m)
        .i32(n)
        .i32(k)
        .i32(a.transposed() ? 1 : 0)
        .i32(b.transposed() ? 1 : 0)
        .f32(alpha)
        .pointer(a.address())
        .i32(a.stride())
        .pointer(b.address())
        .i32(b.stride())
        .f32(beta)
        .pointer(c)
        .i32(ldc)
        .i32(DEPTH)
        .grid(blocks, Grid.THREADS);
  }

  @Override
  public boolean batchInvariant() {
    return true;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {}
}
