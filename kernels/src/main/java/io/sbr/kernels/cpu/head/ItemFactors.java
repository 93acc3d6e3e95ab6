package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Tensor;

/** What an item's products with sessions are multiplied by to be its scores. */
final class ItemFactors {
  /** Products that are scores. */
  static final ItemFactors NONE = new ItemFactors(null, 0);

  private final float[] values; // null where all are 1: asked too often for an Optional
  private final int at;

  private ItemFactors(float[] values, int at) {
    this.values = values;
    this.at = at;
  }

  /**
   * Factors of items.
   *
   * @param values of size N
   */
  static ItemFactors of(Tensor values) {
    return new ItemFactors(CpuMemory.floats(values), values.offset());
  }

  /** An item's factor. */
  float of(int item) {
    return values == null ? 1 : values[at + item];
  }

  /** Multiplies the rows of the items {@code [from, to)} by their factors. */
  void multiply(Engine engine, int from, int to, float[] rows, int rowsAt, int width) {
    if (values == null) {
      return;
    }
    for (int i = from; i < to; i++) {
      int row = rowsAt + (i - from) * width;
      engine.loops().scale(of(i), rows, row, rows, row, width);
    }
  }
}
