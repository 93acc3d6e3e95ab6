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
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      double beta,
      long c,
      int ldc) {
    int parts = Math.max(1, Grid.parts(k, DEPTH));
    int blocks = Math.toIntExact((long) Grid.parts(m, TILE) * Grid.parts(n, TILE) * parts);
    if (parts == 1) {
      product(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, blocks);
      return;
    }
    int elements = Math.multiplyExact(m, n);
    try (CudaEngine.Scratch sums = engine.scratch((long) CudaBuffer.BYTES * parts * elements)) {
      product(transposeA, transposeB, m, n, k, 1, a, lda, b, ldb, 0, sums.address(), n, blocks);
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
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      long a,
      int lda,
      long b,
      int ldb,
      double beta,
      long c,
      int ldc,
      int blocks) {
    engine
        .launcher()
        .kernel("sgemm")
        .i32(m)
        .i32(n)
        .i32(k)
        .i32(transposeA ? 1 : 0)
        .i32(transposeB ? 1 : 0)
        .f32(alpha)
        .pointer(a)
        .i32(lda)
        .pointer(b)
        .i32(ldb)
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
