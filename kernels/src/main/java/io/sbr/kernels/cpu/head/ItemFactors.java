package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Tensor;
import java.util.Optional;

/**
 * What an item's products with sessions are multiplied by to be its scores.
 *
 * @param values {@code [N]}; empty where that is 1
 */
record ItemFactors(Optional<Tensor> values) {
  /** Products that are scores. */
  static final ItemFactors NONE = new ItemFactors(Optional.empty());

  /** An item's factor. */
  float of(int item) {
    return values.map(v -> CpuMemory.floats(v)[v.offset() + item]).orElse(1f);
  }

  /** Multiplies the rows of the items {@code [from, to)} by their factors. */
  void multiply(Engine engine, int from, int to, float[] rows, int at, int width) {
    if (values.isPresent()) {
      for (int i = from; i < to; i++) {
        int row = at + (i - from) * width;
        engine.loops().scale(of(i), rows, row, rows, row, width);
      }
    }
  }
}
