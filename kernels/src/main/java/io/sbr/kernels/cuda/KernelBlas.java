package io.sbr.kernels.cuda;

/** Products by our own kernel, for machines without cuBLAS. */
final class KernelBlas implements Blas {
  private final String description;

  KernelBlas(Launcher launcher, String reason) {
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
    throw new UnsupportedOperationException();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {}
}
