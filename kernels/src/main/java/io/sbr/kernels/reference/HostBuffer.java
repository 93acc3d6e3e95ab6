package io.sbr.kernels.reference;

import io.sbr.tensor.Buffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;

/**
 * A Java array as a buffer. Releasing it drops the array, so that any later use is an error here
 * and not a wrong number elsewhere.
 *
 * @param <A> {@code double[]} or {@code int[]}
 */
final class HostBuffer<A> implements Buffer {
  private final int length;
  private final long bytes;
  private A array;

  HostBuffer(A array, int length, int elementBytes) {
    this.array = array;
    this.length = length;
    this.bytes = (long) length * elementBytes;
  }

  @Override
  public long length() {
    return length;
  }

  /** Forgets the array and says how many bytes that gave back. */
  synchronized long release() {
    array();
    array = null;
    return bytes;
  }

  private synchronized A array() {
    if (array == null) {
      throw new IllegalStateException("a buffer of " + length + " was already released");
    }
    return array;
  }

  /** The array that a tensor is a view of; its elements begin at {@link Tensor#offset()}. */
  static double[] of(Tensor tensor) {
    return (double[]) host(tensor.buffer()).array();
  }

  /** The array of an integer vector. */
  static int[] of(Ints ints) {
    return (int[]) host(ints.buffer()).array();
  }

  static HostBuffer<?> host(Buffer buffer) {
    if (buffer instanceof HostBuffer<?> host) {
      return host;
    }
    throw new IllegalArgumentException("the reference backend was given another backend's memory");
  }
}
