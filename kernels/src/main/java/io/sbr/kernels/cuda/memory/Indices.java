package io.sbr.kernels.cuda.memory;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.Ints;

/**
 * Checks of indices that live on the device. What the host wrote is known by its least and greatest
 * value ({@link CudaBuffer#range}), so that a check waits for nothing; only what kernels wrote is
 * read back.
 */
public final class Indices {
  private Indices() {}

  /**
   * All indices are in [0, bound).
   *
   * @throws IllegalArgumentException naming the operation and an index that is not
   */
  public static void check(String operation, Ints indices, int bound) {
    if (indices.length() == 0) {
      return;
    }
    CudaBuffer.Range range = CudaBuffer.of(indices.buffer()).range();
    if (range == null) {
      range = CudaBuffer.Range.of(indices.toArray());
    }
    Shapes.index(operation, range.low(), bound);
    Shapes.index(operation, range.high(), bound);
  }
}
