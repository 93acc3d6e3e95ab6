package io.sbr.kernels.cuda.driver;

/**
 * The driver, cuBLAS or a kernel reported an error. It ends the run: after most of them nothing
 * that the device holds can be trusted.
 */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a call of the driver answered, for people. */
  public CudaException(String message) {
    super(message);
  }
}
