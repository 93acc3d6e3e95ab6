package io.sbr.data.prepare;

import java.util.ArrayList;
import java.util.List;

/**
 * A growing list of longs. It grows by whole chunks, so that a column of a hundred million values
 * is never copied to become longer.
 */
final class LongColumn {
  private static final int BITS = 14;
  private static final int MASK = (1 << BITS) - 1;

  private final List<long[]> chunks = new ArrayList<>();
  private int size;

  void add(long value) {
    if ((size & MASK) == 0) {
      chunks.add(new long[MASK + 1]);
    }
    chunks.get(size >> BITS)[size++ & MASK] = value;
  }

  long get(int index) {
    return chunks.get(index >> BITS)[index & MASK];
  }

  void set(int index, long value) {
    chunks.get(index >> BITS)[index & MASK] = value;
  }

  int size() {
    return size;
  }

  /** Empties the column: the values at {@code order}, in that order. */
  long[] drain(int[] order) {
    long[] values = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = get(order[i]);
    }
    clear();
    return values;
  }

  void clear() {
    chunks.clear();
    size = 0;
  }

  long[] toArray() {
    long[] values = new long[size];
    for (int from = 0; from < size; from += MASK + 1) {
      System.arraycopy(chunks.get(from >> BITS), 0, values, from, Math.min(MASK + 1, size - from));
    }
    return values;
  }
}
