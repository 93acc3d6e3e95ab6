package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.tensor.RecurrentKernels;
import io.sbr.tensor.Tensor;

/** The fused part of the gated recurrent unit. */
interface CudaRecurrent extends RecurrentKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default void gruCell(Tensor gi, Tensor gh, Tensor h, Tensor gates, Tensor out) {
    Shapes.same("gruCell", h, out);
    Shapes.gru("gruCell", h, gi, gh, gates);
    engine()
        .launcher()
        .kernel("gru_cell")
        .i32(h.size())
        .i32(h.cols())
        .pointer(gi)
        .pointer(gh)
        .pointer(h)
        .pointer(gates)
        .pointer(out)
        .grid(Grid.elements(h.size()), Grid.THREADS);
  }

  @Override
  default void gruCellBackward(GruBackward operands) {
    Shapes.gruBackward(operands);
    Tensor h = operands.h();
    engine()
        .launcher()
        .kernel("gru_cell_backward")
        .i32(h.size())
        .i32(h.cols())
        .pointer(operands.gates())
        .pointer(operands.gh())
        .pointer(h)
        .pointer(operands.dout())
        .pointer(operands.dgi())
        .pointer(operands.dgh())
        .pointer(operands.dh())
        .grid(Grid.elements(h.size()), Grid.THREADS);
  }
}
