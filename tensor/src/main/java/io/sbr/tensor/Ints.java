package io.sbr.tensor;

/**
 * A vector of 32-bit integers on a backend: row numbers, offsets, ranks.
 *
 * @param backend who holds it
 * @param buffer its memory, opaque
 * @param length number of integers
 */
public record Ints(Backend backend, Buffer buffer, int length) {
  /** A copy on the host. */
  public int[] toArray() {
    int[] host = new int[length];
    backend.read(this, host);
    return host;
  }
}
