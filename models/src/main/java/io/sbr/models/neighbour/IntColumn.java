package io.sbr.models.neighbour;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * A long row of ints outside the Java heap, in memory or mapped from a file. A buffer of Java 17
 * ends at 2 GiB; longer columns lie in several, each a power of two long, so that a shift finds the
 * one. Reads are checked against both bounds: an index from a damaged file ends in an {@link
 * IndexOutOfBoundsException}.
 */
public final class IntColumn {
  /** Ints of a segment, as a power of two: 1 GiB. */
  static final int SEGMENT_BITS = 28;

  /** Makes a part of a column. */
  @FunctionalInterface
  interface Segments<E extends Exception> {
    /**
     * A buffer.
     *
     * @param from the first int of the column that it holds
     * @param length ints
     */
    IntBuffer segment(int from, int length) throws E;
  }

  private final IntBuffer[] segments;
  private final IntBuffer first;
  private final int length;
  private final int bits;
  private final int mask;

  private IntColumn(IntBuffer[] segments, int length, int bits) {
    this.segments = segments;
    first = segments.length == 0 ? IntBuffer.allocate(0) : segments[0];
    this.length = length;
    this.bits = bits;
    mask = (1 << bits) - 1;
  }

  /** Zeros, in memory. */
  static IntColumn allocate(int length) {
    return of(
        length,
        SEGMENT_BITS,
        (from, part) ->
            ByteBuffer.allocateDirect(Integer.BYTES * part)
                .order(ByteOrder.nativeOrder())
                .asIntBuffer());
  }

  /**
   * What the buffers of a source hold.
   *
   * @param bits of the number of ints in each but the last
   */
  static <E extends Exception> IntColumn of(int length, int bits, Segments<E> source) throws E {
    int size = 1 << bits;
    IntBuffer[] segments = new IntBuffer[(int) (((long) length + size - 1) >>> bits)];
    for (int i = 0; i < segments.length; i++) {
      int from = i << bits;
      segments[i] = source.segment(from, Math.min(size, length - from));
    }
    return new IntColumn(segments, length, bits);
  }

  /** Number of ints. */
  public int length() {
    return length;
  }

  /**
   * One of them.
   *
   * @throws IndexOutOfBoundsException outside {@code [0, length)}
   */
  public int get(int index) {
    int segment = index >>> bits;
    if (segment == 0) { // nearly always, and a sixth of a question's time is saved
      return first.get(index);
    }
    return segments[segment].get(index & mask);
  }

  /** Changes one; of a column in memory alone. */
  void put(int index, int value) {
    segments[index >>> bits].put(index & mask, value);
  }

  /** Changes many, {@code values[begin, begin + length)}; of a column in memory alone. */
  void put(int index, int[] values, int begin, int length) {
    for (int done = 0; done < length; ) {
      int at = index + done;
      int inSegment = Math.min(length - done, (1 << bits) - (at & mask));
      segments[at >>> bits].put(at & mask, values, begin + done, inSegment);
      done += inSegment;
    }
  }

  /** Copies ints into a buffer that has room for all of them. */
  void copy(int from, int count, IntBuffer target) {
    for (int at = from, left = count; left > 0; ) {
      int inSegment = Math.min(left, (1 << bits) - (at & mask));
      target.put(segments[at >>> bits].slice(at & mask, inSegment));
      at += inSegment;
      left -= inSegment;
    }
  }
}
