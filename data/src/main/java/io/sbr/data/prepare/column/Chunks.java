package io.sbr.data.prepare.column;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A growing list of primitive values, of which subclasses know the type. It grows by whole chunks,
 * so that a column of a hundred million values is never copied to become longer. Chunks are small
 * enough to be no humongous objects to the garbage collector, which would round each up to its own
 * region.
 *
 * @param <A> the type of array
 */
public abstract class Chunks<A> {
  private static final int BITS = 14;
  private static final int LENGTH = 1 << BITS;

  private final IntFunction<A> newArray;
  private final List<A> chunks = new ArrayList<>();
  private int size;

  /** An empty list of chunks that {@code newArray} makes. */
  Chunks(IntFunction<A> newArray) {
    this.newArray = newArray;
  }

  /** The chunk that holds value {@code index}, at {@link #place}. */
  final A chunk(int index) {
    return chunks.get(index >> BITS);
  }

  /** Where value {@code index} stands in its chunk. */
  static int place(int index) {
    return index & LENGTH - 1;
  }

  /** Makes room for one more value and returns its index. */
  final int grow() {
    if (place(size) == 0) {
      chunks.add(newArray.apply(LENGTH));
    }
    return size++;
  }

  /** Number of values. */
  public final int size() {
    return size;
  }

  /** Lets go of all values. */
  public final void clear() {
    chunks.clear();
    size = 0;
  }

  /** The values as an array. */
  public final A toArray() {
    A values = newArray.apply(size);
    for (int from = 0; from < size; from += LENGTH) {
      System.arraycopy(chunk(from), 0, values, from, Math.min(LENGTH, size - from));
    }
    return values;
  }
}
