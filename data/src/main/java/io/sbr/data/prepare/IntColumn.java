package io.sbr.data.prepare;

/** A growing list of ints. */
final class IntColumn extends Chunks<int[]> {
  IntColumn() {
    super(int[]::new);
  }

  void add(int value) {
    set(grow(), value);
  }

  int get(int index) {
    return chunk(index)[place(index)];
  }

  void set(int index, int value) {
    chunk(index)[place(index)] = value;
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
}
