package io.sbr.kernels.cuda.engine;

/** Dense products on the device. */
public interface Blas extends AutoCloseable {
  /**
   * c = alpha · op(a) · op(b) + beta · c for row-major matrices; op transposes where asked. op(a)
   * is {@code [m, k]}, op(b) {@code [k, n]}, c {@code [m, n]}; c is not read where beta is 0.
   * Nothing happens where m or n is 0.
   *
   * @param a address of the first element
   * @param lda elements from one row of a, as it is stored, to the next
   */
  void gemm(
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
      int ldc);

  /** Whether a row of c has the same bits whichever rows are computed with it. */
  boolean batchInvariant();

  /** For people: which library, which version, or why none. */
  String description();

  @Override
  void close();
}
