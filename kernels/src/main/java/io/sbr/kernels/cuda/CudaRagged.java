package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.launch.Launch;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.kernels.cuda.memory.Indices;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RaggedKernels;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/** Sparse products, gathers, and operations on segments. */
interface CudaRagged extends RaggedKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default void gatherRows(Tensor table, Ints indices, Tensor out) {
    Shapes.gatherRows(table, indices, out);
    Indices.check("gatherRows", indices, table.rows());
    begin("gather_rows", out.size(), out.cols())
        .pointer(table)
        .pointer(indices)
        .pointer(out)
        .grid(Grid.elements(out.size()), Grid.THREADS);
  }

  @Override
  default void scatterAddRows(Tensor values, RowGather index, Tensor out) {
    Shapes.scatterAddRows(values, index, out);
    scatter(engine(), values, index, 0, 0, out.rows(), CudaBuffer.address(out));
  }

  /**
   * Adds the gathered rows that lie in [from, to), counted from {@code first} rows further down, to
   * a tile of these rows.
   *
   * @param tile address of {@code [to - from, cols]}
   */
  static void scatter(
      CudaEngine engine, Tensor values, RowGather index, int first, int from, int to, long tile) {
    int elements = index.distinct() * values.cols();
    engine
        .launcher()
        .kernel("scatter_add_rows")
        .i32(elements)
        .i32(values.cols())
        .i32(first)
        .i32(from)
        .i32(to)
        .pointer(index.rows())
        .pointer(index.offsets())
        .pointer(index.positions())
        .pointer(values)
        .pointer(tile)
        .grid(Grid.elements(elements), Grid.THREADS);
  }

  @Override
  default void spmm(Csr a, Tensor x, Tensor out) {
    Shapes.spmm(a, x, out);
    begin("csr_spmm", out.size(), out.cols())
        .pointer(a.offsets())
        .pointer(a.columns())
        .pointer(a.values())
        .pointer(x)
        .pointer(out)
        .grid(Grid.elements(out.size()), Grid.THREADS);
  }

  @Override
  default void segmentSum(Tensor x, Segments segments, Tensor out) {
    Shapes.segmentSum(x, segments, out);
    begin("segment_sum", out.size(), out.cols())
        .pointer(segments.offsets())
        .pointer(x)
        .pointer(out)
        .grid(Grid.elements(out.size()), Grid.THREADS);
  }

  @Override
  default void segmentSoftmax(Tensor x, Segments segments, Tensor y) {
    Shapes.segments("segmentSoftmax", x, segments);
    Shapes.same("segmentSoftmax", x, y);
    softmax(x, 0, segments, y);
  }

  @Override
  default void maskedSegmentSoftmax(Tensor x, Tensor keep, Segments segments, Tensor y) {
    Shapes.maskedSegmentSoftmax(x, keep, segments, y);
    softmax(x, CudaBuffer.address(keep), segments, y);
  }

  private void softmax(Tensor x, long keep, Segments segments, Tensor y) {
    int columns = segments.count() * x.cols();
    begin("segment_softmax", columns, x.cols())
        .pointer(segments.offsets())
        .pointer(keep)
        .pointer(x)
        .pointer(y)
        .grid(Grid.warps(columns), Grid.THREADS);
  }

  @Override
  default void segmentSoftmaxBackward(Tensor y, Tensor dy, Segments segments, Tensor dx) {
    Shapes.segments("segmentSoftmaxBackward", y, segments);
    Shapes.same("segmentSoftmaxBackward", y, dy, dx);
    int columns = segments.count() * y.cols();
    begin("segment_softmax_backward", columns, y.cols())
        .pointer(segments.offsets())
        .pointer(y)
        .pointer(dy)
        .pointer(dx)
        .grid(Grid.warps(columns), Grid.THREADS);
  }

  /** Through working memory, since the result may overwrite the marks it comes from. */
  @Override
  default void segmentTopK(
      Tensor scores, Tensor keptBefore, Segments segments, Ints counts, Tensor keptAfter) {
    Shapes.segmentTopK(scores, keptBefore, segments, counts, keptAfter);
    long bytes = (long) CudaBuffer.BYTES * scores.size();
    try (CudaEngine.Scratch marks = engine().scratch(bytes)) {
      engine()
          .launcher()
          .kernel("segment_top_k")
          .i32(scores.size())
          .pointer(segments.offsets())
          .pointer(segments.ids())
          .pointer(counts)
          .pointer(scores)
          .pointer(keptBefore)
          .pointer(marks.address())
          .grid(Grid.elements(scores.size()), Grid.THREADS);
      engine().copy(marks.address(), CudaBuffer.address(keptAfter), bytes);
    }
  }

  @Override
  default void scaleRows(Tensor x, Tensor weights, Tensor out) {
    Shapes.perRow("scaleRows", x, weights);
    Shapes.same("scaleRows", x, out);
    begin("scale_rows", x.size(), x.cols())
        .pointer(weights)
        .pointer(x)
        .pointer(out)
        .grid(Grid.elements(x.size()), Grid.THREADS);
  }

  @Override
  default void rowDots(Tensor a, Tensor b, Tensor out) {
    Shapes.same("rowDots", a, b);
    Shapes.perRow("rowDots", a, out);
    begin("row_dots", a.rows(), a.cols())
        .pointer(a)
        .pointer(b)
        .pointer(out)
        .grid(Grid.warps(a.rows()), Grid.THREADS);
  }

  private Launch begin(String kernel, int n, int cols) {
    return engine().launcher().kernel(kernel).i32(n).i32(cols);
  }
}
