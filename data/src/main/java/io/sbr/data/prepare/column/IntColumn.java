package io.sbr.data.prepare.column;

/** A growing list of ints. */
public final class IntColumn extends Chunks<int[]> {
  /** An empty column. */
  public IntColumn() {
    super(int[]::new);
  }

  /** Adds a value at the end. */
  public void add(int value) {
    set(grow(), value);
  }

  /** The value at an index. */
  public int get(int index) {
    return chunk(index)[place(index)];
  }

  /** Replaces the value at an index. */
  public void set(int index, int value) {
    chunk(index)[place(index)] = value;
  }

  /** Empties the column: the values at {@code order}, in that order. */
  public int[] drain(int[] order) {
    int[] values = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = get(order[i]);
    }
    clear();
    return values;
  }
}
