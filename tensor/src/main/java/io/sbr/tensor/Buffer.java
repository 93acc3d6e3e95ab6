package io.sbr.tensor;

/**
 * Memory of one backend, opaque to everything above it: a Java array on the CPU, a device pointer
 * on a GPU. Only the backend that made a buffer can look inside.
 */
public interface Buffer {
  /** Number of elements that the buffer was asked to hold. */
  long length();
}
