package io.sbr.data.prepare;

/** A growing list of longs. */
final class LongColumn extends Chunks<long[]> {
  LongColumn() {
    super(long[]::new);
  }

  void add(long value) {
    set(grow(), value);
  }

  long get(int index) {
    return chunk(index)[place(index)];
  }

  void set(int index, long value) {
    chunk(index)[place(index)] = value;
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
}
