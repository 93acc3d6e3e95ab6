package io.sbr.data.prepare.column;

/** A growing list of longs. */
public final class LongColumn extends Chunks<long[]> {
  /** An empty column. */
  public LongColumn() {
    super(long[]::new);
  }

  /** Adds a value at the end. */
  public void add(long value) {
    set(grow(), value);
  }

  /** The value at an index. */
  public long get(int index) {
    return chunk(index)[place(index)];
  }

  /** Replaces the value at an index. */
  public void set(int index, long value) {
    chunk(index)[place(index)] = value;
  }

  /** Empties the column: the values at {@code order}, in that order. */
  public long[] drain(int[] order) {
    long[] values = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = get(order[i]);
    }
    clear();
    return values;
  }
}
