package io.sbr.kernels.cuda;

import io.sbr.kernels.LayerShapes;
import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.ColumnSums;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.launch.Launch;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/** Attention with several heads, a warp for each row and head. */
interface CudaAttention extends AttentionKernels {
  /** What this backend computes with. */
  CudaEngine engine();

  @Override
  default void attention(
      Tensor q,
      Tensor k,
      Tensor v,
      Segments segments,
      Attention attention,
      Tensor logSums,
      Tensor out) {
    LayerShapes.attention("attention", segments, attention, logSums, q, k, v, out);
    keys("attention", segments, attention);
    begin("attention", q, segments, attention)
        .pointer(q)
        .pointer(k)
        .pointer(v)
        .pointer(logSums)
        .pointer(out)
        .grid(Grid.warps(logSums.size()), Grid.THREADS);
  }

  /**
   * Two kernels, so that no two threads add to one number: a warp for each query, which also leaves
   * dout_i · out_i, then a warp for each key.
   */
  @Override
  default void attentionBackward(Segments segments, Attention attention, AttentionBackward x) {
    LayerShapes.attentionBackward(segments, attention, x);
    keys("attentionBackward", segments, attention);
    int warps = x.logSums().size();
    try (CudaEngine.Scratch dots = engine().scratch((long) CudaBuffer.BYTES * warps)) {
      begin("attention_backward_queries", x.q(), segments, attention)
          .pointer(x.q())
          .pointer(x.k())
          .pointer(x.v())
          .pointer(x.logSums())
          .pointer(x.out())
          .pointer(x.dout())
          .pointer(dots.address())
          .pointer(x.dq())
          .grid(Grid.warps(warps), Grid.THREADS);
      begin("attention_backward_keys", x.q(), segments, attention)
          .pointer(x.q())
          .pointer(x.k())
          .pointer(x.v())
          .pointer(x.logSums())
          .pointer(x.dout())
          .pointer(dots.address())
          .pointer(x.dk())
          .pointer(x.dv())
          .grid(Grid.warps(warps), Grid.THREADS);
    }
  }

  /**
   * No segment is longer than all rows together; only then are the lengths themselves looked at.
   */
  private static void keys(String operation, Segments segments, Attention attention) {
    if (attention.dropout() > 0 && segments.total() > Attention.MAX_KEYS) {
      int[] offsets = segments.offsets().toArray();
      for (int s = 0; s < segments.count(); s++) {
        LayerShapes.keys(operation, attention, offsets[s + 1] - offsets[s]);
      }
    }
  }

  private Launch begin(String kernel, Tensor q, Segments segments, Attention attention) {
    int c = q.cols() / attention.heads();
    return engine()
        .launcher()
        .kernel(kernel)
        .i32(q.rows() * attention.heads())
        .i32(attention.heads())
        .i32(c)
        .i32(attention.causal() ? 1 : 0)
        .f32(1 / Math.sqrt(c))
        .i32(CudaDense.threshold(attention.dropout()))
        .f32(1 / (1 - attention.dropout()))
        .i64(attention.seed())
        .i64(attention.stream())
        .pointer(segments.offsets())
        .pointer(segments.ids());
  }

  @Override
  default void headDots(Tensor x, Tensor a, Tensor out) {
    LayerShapes.headDots("headDots", x, a, out);
    engine()
        .launcher()
        .kernel("head_dots")
        .i32(out.size())
        .i32(out.cols())
        .i32(x.cols() / out.cols())
        .pointer(x)
        .pointer(a)
        .pointer(out)
        .grid(Grid.warps(out.size()), Grid.THREADS);
  }

  @Override
  default void headDotsBackward(Tensor x, Tensor a, Tensor dout, Tensor dx, Tensor da) {
    LayerShapes.headDots("headDotsBackward", x, a, dout);
    Shapes.same("headDotsBackward", x, dx);
    Shapes.sameSize("headDotsBackward", a, da);
    try (CudaEngine.Scratch products = engine().scratch((long) CudaBuffer.BYTES * x.size())) {
      engine()
          .launcher()
          .kernel("head_dots_backward")
          .i32(x.size())
          .i32(x.cols() / dout.cols())
          .i32(x.cols())
          .pointer(x)
          .pointer(a)
          .pointer(dout)
          .pointer(dx)
          .pointer(products.address())
          .grid(Grid.elements(x.size()), Grid.THREADS);
      long sums = CudaBuffer.address(da);
      ColumnSums.sum(engine(), x.rows(), x.cols(), products.address(), sums, false);
    }
  }

  @Override
  default void headMean(Tensor x, Tensor out) {
    LayerShapes.headMean("headMean", x, out);
    mean("head_mean", x.cols() / out.cols(), out.cols(), x, out);
  }

  @Override
  default void headMeanBackward(Tensor dout, Tensor dx) {
    LayerShapes.headMean("headMeanBackward", dx, dout);
    mean("head_mean_backward", dx.cols() / dout.cols(), dout.cols(), dout, dx);
  }

  private void mean(String kernel, int heads, int c, Tensor in, Tensor out) {
    engine()
        .launcher()
        .kernel(kernel)
        .i32(out.size())
        .i32(heads)
        .i32(c)
        .pointer(in)
        .pointer(out)
        .grid(Grid.elements(out.size()), Grid.THREADS);
  }
}
