package io.sbr.kernels.cuda;

import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;

/** The arguments of one launch, in the order of the kernel's parameters; then its grid. */
final class Launch {
  /** Address of a tensor's first element. */
  Launch pointer(Tensor tensor) {
    return pointer(CudaBuffer.address(tensor));
  }

  /** Address of the first integer. */
  Launch pointer(Ints ints) {
    return pointer(CudaBuffer.address(ints));
  }

  /** A device address; 0 for none. */
  Launch pointer(long address) {
    return i64(address);
  }

  Launch i32(int value) {
    throw new UnsupportedOperationException();
  }

  Launch i64(long value) {
    throw new UnsupportedOperationException();
  }

  /** Rounded to single precision. */
  Launch f32(double value) {
    throw new UnsupportedOperationException();
  }

  /** Launches {@code blocks} blocks; none, and nothing happens. */
  void grid(int blocks, int threads) {
    grid(blocks, 1, threads, 0);
  }

  /** Launches a grid of two dimensions with dynamic shared memory; nothing where one is 0. */
  void grid(int blocksX, int blocksY, int threads, int sharedBytes) {
    throw new UnsupportedOperationException();
  }
}
