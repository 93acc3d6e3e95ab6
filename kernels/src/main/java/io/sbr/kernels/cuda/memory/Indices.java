package io.sbr.kernels.cuda.memory;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.Ints;

/**
 * Checks of indices that live on the device. What the host wrote is kept there, too ({@link
 * CudaBuffer#hostCopy}), so that a check waits for nothing; only what kernels wrote is read back.
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
    CudaBuffer.HostCopy known = known(indices);
    Shapes.index(operation, known.low(), bound);
    Shapes.index(operation, known.high(), bound);
  }

  /** The indices on the host, not to be changed. */
  public static int[] values(Ints indices) {
    return indices.length() == 0 ? new int[0] : known(indices).values();
  }

  private static CudaBuffer.HostCopy known(Ints indices) {
    CudaBuffer.HostCopy written = CudaBuffer.of(indices.buffer()).hostCopy();
    boolean same = written != null && written.values().length == indices.length();
    return same ? written : CudaBuffer.HostCopy.of(indices.toArray());
  }
}
