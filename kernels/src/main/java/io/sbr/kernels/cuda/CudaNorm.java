package io.sbr.kernels.cuda;

import io.sbr.kernels.LayerShapes;
import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.ColumnSums;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.NormKernels;
import io.sbr.tensor.Tensor;

/** Normalisation of rows and vectors. */
interface CudaNorm extends NormKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default void layerNorm(
      Tensor x, Tensor weight, Tensor bias, double epsilon, Tensor statistics, Tensor out) {
    LayerShapes.layerNorm("layerNorm", x, statistics, weight, bias);
    Shapes.same("layerNorm", x, out);
    engine()
        .launcher()
        .kernel("layer_norm")
        .i32(x.rows())
        .i32(x.cols())
        .f32(epsilon)
        .pointer(x)
        .pointer(weight)
        .pointer(bias)
        .pointer(statistics)
        .pointer(out)
        .grid(Grid.warps(x.rows()), Grid.THREADS);
  }

  @Override
  default void layerNormBackward(
      Tensor x,
      Tensor weight,
      Tensor statistics,
      Tensor dy,
      Tensor dx,
      Tensor dweight,
      Tensor dbias) {
    LayerShapes.layerNorm("layerNormBackward", x, statistics, weight, dweight, dbias);
    Shapes.same("layerNormBackward", x, dy, dx);
    int rows = x.rows();
    int cols = x.cols();
    try (CudaEngine.Scratch products = engine().scratch((long) CudaBuffer.BYTES * x.size())) {
      engine()
          .launcher()
          .kernel("layer_norm_backward")
          .i32(rows)
          .i32(cols)
          .pointer(x)
          .pointer(weight)
          .pointer(statistics)
          .pointer(dy)
          .pointer(dx)
          .pointer(products.address())
          .grid(Grid.warps(rows), Grid.THREADS);
      long dw = CudaBuffer.address(dweight);
      ColumnSums.sum(engine(), rows, cols, products.address(), dw, false);
    }
    ColumnSums.sum(engine(), rows, cols, CudaBuffer.address(dy), CudaBuffer.address(dbias), false);
  }

  @Override
  default void unitRows(Tensor x, Tensor out) {
    Shapes.same("unitRows", x, out);
    engine()
        .launcher()
        .kernel("unit_rows")
        .i32(x.rows())
        .i32(x.cols())
        .pointer(x)
        .pointer(out)
        .grid(Grid.warps(x.rows()), Grid.THREADS);
  }

  @Override
  default void unitRowsBackward(Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Shapes.same("unitRowsBackward", x, y, dy, dx);
    engine()
        .launcher()
        .kernel("unit_rows_backward")
        .i32(x.rows())
        .i32(x.cols())
        .pointer(x)
        .pointer(y)
        .pointer(dy)
        .pointer(dx)
        .grid(Grid.warps(x.rows()), Grid.THREADS);
  }

  @Override
  default void unitVector(Tensor x, Tensor out) {
    Shapes.sameSize("unitVector", x, out);
    engine()
        .launcher()
        .kernel("unit_vector")
        .i32(x.size())
        .pointer(x)
        .pointer(out)
        .grid(1, Grid.THREADS);
  }

  @Override
  default void unitVectorBackward(Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Shapes.sameSize("unitVectorBackward", x, y);
    Shapes.sameSize("unitVectorBackward", x, dy);
    Shapes.sameSize("unitVectorBackward", x, dx);
    engine()
        .launcher()
        .kernel("unit_vector_backward")
        .i32(x.size())
        .pointer(x)
        .pointer(y)
        .pointer(dy)
        .pointer(dx)
        .grid(1, Grid.THREADS);
  }
}
