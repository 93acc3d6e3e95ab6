package io.sbr.kernels.cpu;

import io.sbr.kernels.LayerShapes;
import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** Attention, whole segments as tasks, and products and means by head. */
interface CpuAttention extends AttentionKernels {
  /** Element operations that one number's part in the backward pass is worth. */
  int BACKWARD = 5;

  /** What this backend computes with. */
  Engine engine();

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
    int[] offsets = offsets("attention", segments, attention);
    SegmentAttention work =
        new SegmentAttention(engine().loops(), attention, offsets, q, k, v, logSums);
    engine()
        .forRows(
            segments.count(),
            2 * pairs(segments) * q.cols(),
            (from, to) -> work.forward(from, to, out));
  }

  @Override
  default void attentionBackward(Segments segments, Attention attention, AttentionBackward x) {
    LayerShapes.attentionBackward(segments, attention, x);
    int[] offsets = offsets("attentionBackward", segments, attention);
    SegmentAttention work =
        new SegmentAttention(
            engine().loops(), attention, offsets, x.q(), x.k(), x.v(), x.logSums());
    engine()
        .forRows(
            segments.count(),
            BACKWARD * pairs(segments) * x.q().cols(),
            (from, to) -> work.backward(from, to, x.out(), x.dout(), x.dq(), x.dk(), x.dv()));
  }

  private static int[] offsets(String operation, Segments segments, Attention attention) {
    int[] offsets = CpuMemory.ints(segments.offsets());
    for (int s = 0; s < segments.count(); s++) {
      LayerShapes.keys(operation, attention, offsets[s + 1] - offsets[s]);
    }
    return offsets;
  }

  /** Pairs of query and key in a segment of average length. */
  private static long pairs(Segments segments) {
    long length = segments.total() / Math.max(1, segments.count()) + 1;
    return length * length;
  }

  @Override
  default void headDots(Tensor x, Tensor a, Tensor out) {
    LayerShapes.headDots("headDots", x, a, out);
    Loops loops = engine().loops();
    float[] xv = CpuMemory.floats(x);
    float[] av = CpuMemory.floats(a);
    float[] ov = CpuMemory.floats(out);
    int heads = out.cols();
    int c = x.cols() / heads;
    engine()
        .forRows(
            x.rows() * heads, // row r, head h is vector r·heads + h of x
            c,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                ov[out.offset() + i] =
                    loops.dot(xv, x.offset() + i * c, av, a.offset() + i % heads * c, c);
              }
            });
  }

  @Override
  default void headDotsBackward(Tensor x, Tensor a, Tensor dout, Tensor dx, Tensor da) {
    LayerShapes.headDots("headDotsBackward", x, a, dout);
    Shapes.same("headDotsBackward", x, dx);
    Shapes.sameSize("headDotsBackward", a, da);
    Loops loops = engine().loops();
    float[] xv = CpuMemory.floats(x);
    float[] av = CpuMemory.floats(a);
    float[] dov = CpuMemory.floats(dout);
    float[] dxv = CpuMemory.floats(dx);
    float[] dav = CpuMemory.floats(da);
    int heads = dout.cols();
    int c = x.cols() / heads;
    Arrays.fill(dav, da.offset(), da.offset() + da.size(), 0);
    for (int i = 0; i < x.rows() * heads; i++) {
      float up = dov[dout.offset() + i];
      int head = i % heads * c;
      loops.scale(up, av, a.offset() + head, dxv, dx.offset() + i * c, c);
      loops.addScaled(up, xv, x.offset() + i * c, dav, da.offset() + head, c);
    }
  }

  @Override
  default void headMean(Tensor x, Tensor out) {
    LayerShapes.headMean("headMean", x, out);
    Loops loops = engine().loops();
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    int c = out.cols();
    int heads = x.cols() / c;
    for (int r = 0; r < x.rows(); r++) {
      int from = x.offset() + r * x.cols();
      int to = out.offset() + r * c;
      System.arraycopy(xv, from, ov, to, c);
      for (int h = 1; h < heads; h++) {
        loops.add(ov, to, xv, from + h * c, ov, to, c);
      }
      loops.scale(1f / heads, ov, to, ov, to, c);
    }
  }

  @Override
  default void headMeanBackward(Tensor dout, Tensor dx) {
    LayerShapes.headMean("headMeanBackward", dx, dout);
    Loops loops = engine().loops();
    float[] dov = CpuMemory.floats(dout);
    float[] dxv = CpuMemory.floats(dx);
    int c = dout.cols();
    int heads = dx.cols() / c;
    for (int i = 0; i < dx.rows() * heads; i++) {
      int from = dout.offset() + i / heads * c;
      loops.scale(1f / heads, dov, from, dxv, dx.offset() + i * c, c);
    }
  }
}
