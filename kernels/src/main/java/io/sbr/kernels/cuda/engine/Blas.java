package io.sbr.kernels.cuda.engine;

/** Dense products on the device. */
public interface Blas extends AutoCloseable {
  /**
   * A factor of a product, row-major on the device.
   *
   * @param address of the first element
   * @param stride elements from one row, as it is stored, to the next
   * @param transposed whether the product takes its rows for columns
   */
  record Factor(long address, int stride, boolean transposed) {
    /** A matrix as it is stored. */
    public static Factor of(long address, int stride) {
      return new Factor(address, stride, false);
    }

    /** A matrix with rows for columns. */
    public static Factor transposed(long address, int stride) {
      return new Factor(address, stride, true);
    }
  }

  /**
   * c = alpha · op(a) · op(b) + beta · c for row-major matrices; op transposes where asked. op(a)
   * is {@code [m, k]}, op(b) {@code [k, n]}, c {@code [m, n]}; c is not read where beta is 0.
   * Nothing happens where m or n is 0.
   *
   * @param c address of the first element
   * @param ldc elements from one row of c to the next
   */
  void gemm(int m, int n, int k, double alpha, Factor a, Factor b, double beta, long c, int ldc);

  /** Whether a row of c has the same bits whichever rows are computed with it. */
  boolean batchInvariant();

  /** For people: which library, which version, or why none. */
  String description();

  @Override
  void close();
}
