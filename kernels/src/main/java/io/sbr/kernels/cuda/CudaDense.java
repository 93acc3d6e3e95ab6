package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.Blas.Factor;
import io.sbr.kernels.cuda.engine.ColumnSums;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.launch.Launch;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.DenseKernels;
import io.sbr.tensor.Tensor;

/** Products and elementwise operations on dense matrices. */
interface CudaDense extends DenseKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default void matmul(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out, boolean accumulate) {
    Shapes.matmul(a, transposeA, b, transposeB, out);
    engine()
        .blas()
        .gemm(
            out.rows(),
            out.cols(),
            transposeA ? a.rows() : a.cols(),
            1,
            new Factor(CudaBuffer.address(a), a.cols(), transposeA),
            new Factor(CudaBuffer.address(b), b.cols(), transposeB),
            accumulate ? 1 : 0,
            CudaBuffer.address(out),
            out.cols());
  }

  @Override
  default void addRow(Tensor x, Tensor row, Tensor out) {
    Shapes.row("addRow", x, row);
    Shapes.same("addRow", x, out);
    elements(
        begin("dense_add_row", x).i32(x.cols()).pointer(x).pointer(row).pointer(out), x.size());
  }

  @Override
  default void sumRows(Tensor x, Tensor row, boolean accumulate) {
    Shapes.row("sumRows", x, row);
    ColumnSums.sum(
        engine(), x.rows(), x.cols(), CudaBuffer.address(x), CudaBuffer.address(row), accumulate);
  }

  @Override
  default void add(Tensor a, Tensor b, Tensor out) {
    Shapes.same("add", a, b, out);
    elements(begin("dense_add", a).pointer(a).pointer(b).pointer(out), a.size());
  }

  @Override
  default void multiply(Tensor a, Tensor b, Tensor out) {
    Shapes.same("multiply", a, b, out);
    elements(begin("dense_multiply", a).pointer(a).pointer(b).pointer(out), a.size());
  }

  @Override
  default void scale(Tensor x, double factor, Tensor out) {
    Shapes.same("scale", x, out);
    elements(begin("dense_scale", x).f32(factor).pointer(x).pointer(out), x.size());
  }

  @Override
  default void sigmoid(Tensor x, Tensor y) {
    Shapes.same("sigmoid", x, y);
    elements(begin("dense_sigmoid", x).pointer(x).pointer(y), x.size());
  }

  @Override
  default void sigmoidBackward(Tensor y, Tensor dy, Tensor dx) {
    Shapes.same("sigmoidBackward", y, dy, dx);
    elements(begin("dense_sigmoid_backward", y).pointer(y).pointer(dy).pointer(dx), y.size());
  }

  @Override
  default void tanh(Tensor x, Tensor y) {
    Shapes.same("tanh", x, y);
    elements(begin("dense_tanh", x).pointer(x).pointer(y), x.size());
  }

  @Override
  default void tanhBackward(Tensor y, Tensor dy, Tensor dx) {
    Shapes.same("tanhBackward", y, dy, dx);
    elements(begin("dense_tanh_backward", y).pointer(y).pointer(dy).pointer(dx), y.size());
  }

  @Override
  default void log(Tensor x, Tensor y) {
    Shapes.same("log", x, y);
    elements(begin("dense_log", x).pointer(x).pointer(y), x.size());
  }

  @Override
  default void logBackward(Tensor x, Tensor dy, Tensor dx) {
    Shapes.same("logBackward", x, dy, dx);
    elements(begin("dense_log_backward", x).pointer(x).pointer(dy).pointer(dx), x.size());
  }

  @Override
  default void leakyRelu(Tensor x, double slope, Tensor y) {
    Shapes.slope("leakyRelu", slope);
    Shapes.same("leakyRelu", x, y);
    elements(begin("dense_leaky_relu", x).f32(slope).pointer(x).pointer(y), x.size());
  }

  @Override
  default void leakyReluBackward(Tensor y, Tensor dy, double slope, Tensor dx) {
    Shapes.slope("leakyReluBackward", slope);
    Shapes.same("leakyReluBackward", y, dy, dx);
    elements(
        begin("dense_leaky_relu_backward", y).f32(slope).pointer(y).pointer(dy).pointer(dx),
        y.size());
  }

  @Override
  default void gelu(Tensor x, Tensor y) {
    Shapes.same("gelu", x, y);
    elements(begin("dense_gelu", x).pointer(x).pointer(y), x.size());
  }

  @Override
  default void geluBackward(Tensor x, Tensor dy, Tensor dx) {
    Shapes.same("geluBackward", x, dy, dx);
    elements(begin("dense_gelu_backward", x).pointer(x).pointer(dy).pointer(dx), x.size());
  }

  @Override
  default void maxOverTime(Tensor x, int steps, Tensor out) {
    Shapes.steps("maxOverTime", x, steps, out);
    elements(begin("max_over_time", out).i32(steps).pointer(x).pointer(out), out.size());
  }

  @Override
  default void maxOverTimeBackward(Tensor x, int steps, Tensor dout, Tensor dx) {
    Shapes.steps("maxOverTimeBackward", x, steps, dout);
    Shapes.same("maxOverTimeBackward", x, dx);
    elements(
        begin("max_over_time_backward", dout).i32(steps).pointer(x).pointer(dout).pointer(dx),
        dout.size());
  }

  @Override
  default void dropout(Tensor x, double rate, long seed, long stream, Tensor out) {
    Shapes.rate("dropout", rate);
    Shapes.same("dropout", x, out);
    elements(
        begin("dropout", x)
            .i32(threshold(rate))
            .f32(1 / (1 - rate))
            .i64(seed)
            .i64(stream)
            .pointer(x)
            .pointer(out),
        x.size());
  }

  /** How many of the 2²⁴ uniform numbers are below the rate: an exact comparison on the device. */
  static int threshold(double rate) {
    return (int) Math.ceil(rate * 0x1p24);
  }

  @Override
  default void copyColumns(
      Tensor source, int sourceColumn, Tensor target, int targetColumn, int width) {
    Shapes.copyColumns(source, sourceColumn, target, targetColumn, width);
    int n = source.rows() * width;
    elements(
        engine()
            .launcher()
            .kernel("copy_columns")
            .i32(n)
            .i32(width)
            .pointer(source)
            .i32(source.cols())
            .i32(sourceColumn)
            .pointer(target)
            .i32(target.cols())
            .i32(targetColumn),
        n);
  }

  private Launch begin(String kernel, Tensor x) {
    return engine().launcher().kernel(kernel).i32(x.size());
  }

  private static void elements(Launch launch, int n) {
    launch.grid(Grid.elements(n), Grid.THREADS);
  }
}
