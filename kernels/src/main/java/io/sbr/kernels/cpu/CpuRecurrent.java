package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.GruMatrices;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.RecurrentKernels;
import io.sbr.tensor.Tensor;

/** The GRU's elementwise part, row by row. */
interface CpuRecurrent extends RecurrentKernels {
  /** Element operations that three gates are worth. */
  int GATES = 24;

  /** What this backend computes with. */
  Engine engine();

  @Override
  default void gruCell(Tensor gi, Tensor gh, Tensor h, Tensor gates, Tensor out) {
    Shapes.gru("gruCell", h, gi, gh, gates);
    Shapes.same("gruCell", h, out);
    Loops loops = engine().loops();
    float[] giv = CpuMemory.floats(gi);
    float[] ghv = CpuMemory.floats(gh);
    float[] hv = CpuMemory.floats(h);
    float[] gatev = CpuMemory.floats(gates);
    float[] ov = CpuMemory.floats(out);
    int d = h.cols();
    engine()
        .forRows(
            h.rows(),
            (long) GATES * d,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                int x = gi.offset() + 3 * r * d;
                int y = gh.offset() + 3 * r * d;
                int old = h.offset() + r * d;
                int now = out.offset() + r * d;
                int reset = gates.offset() + 3 * r * d;
                int update = reset + d;
                int candidate = update + d;
                // r and z lie side by side.
                loops.add(giv, x, ghv, y, gatev, reset, 2 * d);
                loops.sigmoid(gatev, reset, gatev, reset, 2 * d);
                loops.multiplyAdd(
                    gatev, reset, ghv, y + 2 * d, giv, x + 2 * d, gatev, candidate, d);
                loops.tanh(gatev, candidate, gatev, candidate, d);
                loops.subtract(hv, old, gatev, candidate, ov, now, d);
                loops.multiplyAdd(gatev, update, ov, now, gatev, candidate, ov, now, d);
              }
            });
  }

  @Override
  default void gruCellBackward(GruBackward operands) {
    Shapes.gruBackward(operands);
    Loops loops = engine().loops();
    GruMatrices matrices = GruMatrices.of(operands);
    engine()
        .forRows(
            operands.h().rows(),
            (long) GATES * matrices.d(),
            (from, to) -> {
              for (int row = from; row < to; row++) {
                loops.gruRowBackward(row, matrices);
              }
            });
  }
}
