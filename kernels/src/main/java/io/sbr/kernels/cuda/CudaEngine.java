package io.sbr.kernels.cuda;

/** What all kernels of one backend share. */
final class CudaEngine implements AutoCloseable {
  /** Device memory for a kernel's own use; content undefined. Given back on close. */
  interface Scratch extends AutoCloseable {
    long address();

    @Override
    void close();
  }

  Launcher launcher() {
    throw new UnsupportedOperationException();
  }

  Blas blas() {
    throw new UnsupportedOperationException();
  }

  /** Device memory of at least that many bytes, aligned to 256. */
  Scratch scratch(long bytes) {
    throw new UnsupportedOperationException();
  }

  /** Number of multiprocessors. */
  int multiprocessors() {
    throw new UnsupportedOperationException();
  }

  /** Sets bytes to zero, in stream order. */
  void zero(long address, long bytes) {
    throw new UnsupportedOperationException();
  }

  /** Waits for the stream and reads one integer. */
  int readInt(long address) {
    throw new UnsupportedOperationException();
  }

  /** Waits for the stream and reads one number. */
  float readFloat(long address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
