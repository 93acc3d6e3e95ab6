package io.sbr.kernels.cuda.memory;

import io.sbr.tensor.Buffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;

/** Device memory in use: {@code length} elements of four bytes, float32 or int32. */
public final class CudaBuffer implements Buffer {
  /** Bytes of one element. */
  public static final int BYTES = 4;

  private final int length;
  private volatile Block block;
  private volatile HostCopy hostCopy;

  /**
   * Integers on the host, as the device has them.
   *
   * @param values at least one; not to be changed
   * @param low the least of them
   * @param high the greatest of them
   */
  public record HostCopy(int[] values, int low, int high) {
    /** Of at least one value, not copied again. */
    public static HostCopy of(int[] values) {
      int low = values[0];
      int high = values[0];
      for (int value : values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      return new HostCopy(values, low, high);
    }
  }

  CudaBuffer(Block block, int length) {
    this.block = block;
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  /**
   * Where the memory begins on the device.
   *
   * @throws IllegalStateException if the buffer was released
   */
  public long address() {
    return block().address();
  }

  /** The integers it holds; null where the host did not write them. */
  public HostCopy hostCopy() {
    return hostCopy;
  }

  /** Notes what the host has written; null after a kernel has. */
  public void hostCopy(HostCopy written) {
    hostCopy = written;
  }

  /** Marks the buffer as released and hands its memory over. */
  synchronized Block release() {
    Block was = block();
    block = null;
    hostCopy = null;
    return was;
  }

  private Block block() {
    Block now = block;
    if (now == null) {
      throw new IllegalStateException("use of a released buffer of " + length);
    }
    return now;
  }

  /** Address of a tensor's first element. */
  public static long address(Tensor tensor) {
    return of(tensor.buffer()).address() + (long) BYTES * tensor.offset();
  }

  /** Address of the first integer. */
  public static long address(Ints ints) {
    return of(ints.buffer()).address();
  }

  /**
   * A buffer of this backend.
   *
   * @throws IllegalArgumentException if it is another's
   */
  public static CudaBuffer of(Buffer buffer) {
    if (buffer instanceof CudaBuffer cuda) {
      return cuda;
    }
    throw new IllegalArgumentException("a buffer of another backend was given to cuda");
  }
}
