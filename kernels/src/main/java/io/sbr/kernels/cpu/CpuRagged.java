package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RaggedKernels;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** Sparse and ragged operations: whole rows at a time, added in storage order. */
interface CpuRagged extends RaggedKernels {
  /** What this backend computes with. */
  Engine engine();

  @Override
  default void gatherRows(Tensor table, Ints indices, Tensor out) {
    Shapes.gatherRows(table, indices, out);
    float[] tv = CpuMemory.floats(table);
    float[] ov = CpuMemory.floats(out);
    int[] rows = CpuMemory.ints(indices);
    int c = table.cols();
    engine()
        .forRows(
            indices.length(),
            c,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                int row = Shapes.index("gatherRows", rows[i], table.rows());
                System.arraycopy(tv, table.offset() + row * c, ov, out.offset() + i * c, c);
              }
            });
  }

  @Override
  default void scatterAddRows(Tensor values, RowGather index, Tensor out) {
    Shapes.scatterAddRows(values, index, out);
    float[] vv = CpuMemory.floats(values);
    float[] ov = CpuMemory.floats(out);
    int[] rows = CpuMemory.ints(index.rows());
    int[] offsets = CpuMemory.ints(index.offsets());
    int[] positions = CpuMemory.ints(index.positions());
    int c = values.cols();
    Loops loops = engine().loops();
    int repeats = values.rows() / Math.max(1, index.distinct()) + 1;
    engine()
        .forRows(
            index.distinct(),
            (long) repeats * c,
            (first, end) -> {
              for (int u = first; u < end; u++) {
                int to = out.offset() + rows[u] * c;
                for (int p = offsets[u]; p < offsets[u + 1]; p++) {
                  loops.add(ov, to, vv, values.offset() + positions[p] * c, ov, to, c);
                }
              }
            });
  }

  @Override
  default void spmm(Csr a, Tensor x, Tensor out) {
    Shapes.spmm(a, x, out);
    Loops loops = engine().loops();
    int[] offsets = CpuMemory.ints(a.offsets());
    int[] columns = CpuMemory.ints(a.columns());
    float[] av = CpuMemory.floats(a.values());
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    int c = x.cols();
    int degree = a.columns().length() / Math.max(1, a.rows()) + 1;
    engine()
        .forRows(
            a.rows(),
            (long) degree * c,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                int row = out.offset() + r * c;
                Arrays.fill(ov, row, row + c, 0);
                for (int e = offsets[r]; e < offsets[r + 1]; e++) {
                  float value = av[a.values().offset() + e];
                  loops.addScaled(value, xv, x.offset() + columns[e] * c, ov, row, c);
                }
              }
            });
  }

  @Override
  default void segmentSum(Tensor x, Segments segments, Tensor out) {
    Shapes.segmentSum(x, segments, out);
    int[] offsets = CpuMemory.ints(segments.offsets());
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    int c = x.cols();
    Loops loops = engine().loops();
    int length = x.rows() / Math.max(1, segments.count()) + 1;
    engine()
        .forRows(
            segments.count(),
            (long) length * c,
            (from, to) -> {
              for (int s = from; s < to; s++) {
                int row = out.offset() + s * c;
                Arrays.fill(ov, row, row + c, 0);
                for (int r = offsets[s]; r < offsets[s + 1]; r++) {
                  loops.add(ov, row, xv, x.offset() + r * c, ov, row, c);
                }
              }
            });
  }

  /** Three passes: x − max of its segment, exp of everything at once, division by the sums. */
  @Override
  default void segmentSoftmax(Tensor x, Segments segments, Tensor y) {
    Shapes.segments("segmentSoftmax", x, segments);
    Shapes.same("segmentSoftmax", x, y);
    float[] xv = CpuMemory.floats(x);
    float[] yv = CpuMemory.floats(y);
    int c = x.cols();
    forColumns(
        segments,
        c,
        (from, to) -> {
          float max = Float.NEGATIVE_INFINITY;
          for (int at = from; at < to; at += c) {
            max = Math.max(max, xv[x.offset() + at]);
          }
          for (int at = from; at < to; at += c) {
            yv[y.offset() + at] = xv[x.offset() + at] - max;
          }
        });
    engine().loops().exp(yv, y.offset(), yv, y.offset(), y.size());
    forColumns(
        segments,
        c,
        (from, to) -> {
          float sum = 0;
          for (int at = from; at < to; at += c) {
            sum += yv[y.offset() + at];
          }
          for (int at = from; at < to; at += c) {
            yv[y.offset() + at] /= sum;
          }
        });
  }

  /** The same three passes; a dropped row takes part as exp(−∞) = 0. */
  @Override
  default void maskedSegmentSoftmax(Tensor x, Tensor keep, Segments segments, Tensor y) {
    Shapes.maskedSegmentSoftmax(x, keep, segments, y);
    float[] xv = CpuMemory.floats(x);
    float[] kv = CpuMemory.floats(keep);
    float[] yv = CpuMemory.floats(y);
    int c = x.cols();
    forColumns(
        segments,
        c,
        (from, to) -> {
          float max = Float.NEGATIVE_INFINITY;
          for (int at = from; at < to; at += c) {
            if (kv[keep.offset() + at / c] != 0) {
              max = Math.max(max, xv[x.offset() + at]);
            }
          }
          for (int at = from; at < to; at += c) {
            boolean kept = kv[keep.offset() + at / c] != 0;
            yv[y.offset() + at] = kept ? xv[x.offset() + at] - max : Float.NEGATIVE_INFINITY;
          }
        });
    engine().loops().exp(yv, y.offset(), yv, y.offset(), y.size());
    forColumns(
        segments,
        c,
        (from, to) -> {
          float sum = 0;
          for (int at = from; at < to; at += c) {
            sum += yv[y.offset() + at];
          }
          for (int at = from; at < to; at += c) {
            boolean kept = kv[keep.offset() + at / c] != 0;
            yv[y.offset() + at] = kept ? yv[y.offset() + at] / sum : 0;
          }
        });
  }

  @Override
  default void segmentTopK(
      Tensor scores, Tensor keptBefore, Segments segments, Ints counts, Tensor keptAfter) {
    Shapes.segmentTopK(scores, keptBefore, segments, counts, keptAfter);
    int[] offsets = CpuMemory.ints(segments.offsets());
    int[] wanted = CpuMemory.ints(counts);
    float[] sv = CpuMemory.floats(scores);
    float[] before = CpuMemory.floats(keptBefore);
    float[] after = CpuMemory.floats(keptAfter);
    int longest = 0;
    for (int s = 0; s < segments.count(); s++) {
      longest = Math.max(longest, offsets[s + 1] - offsets[s]);
    }
    long[] keys = new long[longest];
    for (int s = 0; s < segments.count(); s++) {
      SegmentTopK.mark(
          sv,
          scores.offset(),
          before,
          keptBefore.offset(),
          offsets[s],
          offsets[s + 1],
          wanted[s],
          after,
          keptAfter.offset(),
          keys);
    }
  }

  @Override
  default void segmentSoftmaxBackward(Tensor y, Tensor dy, Segments segments, Tensor dx) {
    Shapes.segments("segmentSoftmaxBackward", y, segments);
    Shapes.same("segmentSoftmaxBackward", y, dy, dx);
    float[] yv = CpuMemory.floats(y);
    float[] dyv = CpuMemory.floats(dy);
    float[] dxv = CpuMemory.floats(dx);
    int c = y.cols();
    forColumns(
        segments,
        c,
        (from, to) -> {
          float dot = 0;
          for (int at = from; at < to; at += c) {
            dot = Math.fma(yv[y.offset() + at], dyv[dy.offset() + at], dot);
          }
          for (int at = from; at < to; at += c) {
            dxv[dx.offset() + at] = yv[y.offset() + at] * (dyv[dy.offset() + at] - dot);
          }
        });
  }

  /**
   * Visits each column of each segment: elements {@code from}, {@code from + c}, … below {@code
   * to}.
   */
  private static void forColumns(Segments segments, int c, Engine.Range work) {
    int[] offsets = CpuMemory.ints(segments.offsets());
    for (int s = 0; s < segments.count(); s++) {
      for (int j = 0; j < c; j++) {
        work.run(offsets[s] * c + j, offsets[s + 1] * c);
      }
    }
  }

  @Override
  default void scaleRows(Tensor x, Tensor weights, Tensor out) {
    Shapes.perRow("scaleRows", x, weights);
    Shapes.same("scaleRows", x, out);
    float[] xv = CpuMemory.floats(x);
    float[] wv = CpuMemory.floats(weights);
    float[] ov = CpuMemory.floats(out);
    int c = x.cols();
    Loops loops = engine().loops();
    engine()
        .forRows(
            x.rows(),
            c,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                float factor = wv[weights.offset() + r];
                loops.scale(factor, xv, x.offset() + r * c, ov, out.offset() + r * c, c);
              }
            });
  }

  @Override
  default void rowDots(Tensor a, Tensor b, Tensor out) {
    Shapes.same("rowDots", a, b);
    Shapes.perRow("rowDots", a, out);
    float[] av = CpuMemory.floats(a);
    float[] bv = CpuMemory.floats(b);
    float[] ov = CpuMemory.floats(out);
    int c = a.cols();
    Loops loops = engine().loops();
    engine()
        .forRows(
            a.rows(),
            c,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                ov[out.offset() + r] = loops.dot(av, a.offset() + r * c, bv, b.offset() + r * c, c);
              }
            });
  }
}
