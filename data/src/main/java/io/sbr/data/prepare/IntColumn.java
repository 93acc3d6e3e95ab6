package io.sbr.data.prepare;

import java.util.ArrayList;
import java.util.List;

/**
 * A growing list of ints. It grows by whole chunks, so that a column of a hundred million values is
 * never copied to become longer. Chunks are small enough to be no humongous objects to the garbage
 * collector, which would round each up to its own region.
 */
final class IntColumn {
  private static final int BITS = 14;
  private static final int MASK = (1 << BITS) - 1;

  private final List<int[]> chunks = new ArrayList<>();
  private int size;

  void add(int value) {
    if ((size & MASK) == 0) {
      chunks.add(new int[MASK + 1]);
    }
    chunks.get(size >> BITS)[size++ & MASK] = value;
  }

  int get(int index) {
    return chunks.get(index >> BITS)[index & MASK];
  }

  void set(int index, int value) {
    chunks.get(index >> BITS)[index & MASK] = value;
  }

  int size() {
    return size;
  }

  /** Empties the column: the values at {@code order}, in that order. */
  int[] drain(int[] order) {
    int[] values = new int[order.length];
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

  int[] toArray() {
    int[] values = new int[size];
    for (int from = 0; from < size; from += MASK + 1) {
      System.arraycopy(chunks.get(from >> BITS), 0, values, from, Math.min(MASK + 1, size - from));
    }
    return values;
  }
}
