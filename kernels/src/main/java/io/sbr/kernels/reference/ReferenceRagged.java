package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RaggedKernels;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/** Sparse and ragged operations, one loop each. */
interface ReferenceRagged extends RaggedKernels {
  @Override
  default void gatherRows(Tensor table, Ints indices, Tensor out) {
    Shapes.gatherRows(table, indices, out);
    double[] tv = HostBuffer.of(table);
    double[] ov = HostBuffer.of(out);
    int[] rows = HostBuffer.of(indices);
    int cols = table.cols();
    for (int i = 0; i < indices.length(); i++) {
      int row = Shapes.index("gatherRows", rows[i], table.rows());
      System.arraycopy(tv, table.offset() + row * cols, ov, out.offset() + i * cols, cols);
    }
  }

  @Override
  default void scatterAddRows(Tensor values, RowGather index, Tensor out) {
    Shapes.scatterAddRows(values, index, out);
    addRows(values, index, HostBuffer.of(out), out.offset());
  }

  /** target[begin + row·c …] += the sum of the rows of values that were taken from that row. */
  static void addRows(Tensor values, RowGather index, double[] target, int begin) {
    double[] vv = HostBuffer.of(values);
    int[] rows = HostBuffer.of(index.rows());
    int[] offsets = HostBuffer.of(index.offsets());
    int[] positions = HostBuffer.of(index.positions());
    int cols = values.cols();
    for (int u = 0; u < index.distinct(); u++) {
      for (int c = 0; c < cols; c++) {
        double sum = 0;
        for (int p = offsets[u]; p < offsets[u + 1]; p++) {
          sum += vv[values.offset() + positions[p] * cols + c];
        }
        target[begin + rows[u] * cols + c] += sum;
      }
    }
  }

  @Override
  default void spmm(Csr a, Tensor x, Tensor out) {
    Shapes.spmm(a, x, out);
    int[] offsets = HostBuffer.of(a.offsets());
    int[] columns = HostBuffer.of(a.columns());
    double[] av = HostBuffer.of(a.values());
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    int cols = x.cols();
    for (int r = 0; r < a.rows(); r++) {
      for (int c = 0; c < cols; c++) {
        double sum = 0;
        for (int e = offsets[r]; e < offsets[r + 1]; e++) {
          sum += av[a.values().offset() + e] * xv[x.offset() + columns[e] * cols + c];
        }
        ov[out.offset() + r * cols + c] = sum;
      }
    }
  }

  @Override
  default void segmentSum(Tensor x, Segments segments, Tensor out) {
    Shapes.segmentSum(x, segments, out);
    int[] offsets = HostBuffer.of(segments.offsets());
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    int cols = x.cols();
    for (int s = 0; s < segments.count(); s++) {
      for (int c = 0; c < cols; c++) {
        double sum = 0;
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          sum += xv[x.offset() + r * cols + c];
        }
        ov[out.offset() + s * cols + c] = sum;
      }
    }
  }

  @Override
  default void segmentSoftmax(Tensor x, Segments segments, Tensor y) {
    Shapes.segments("segmentSoftmax", x, segments);
    Shapes.same("segmentSoftmax", x, y);
    int[] offsets = HostBuffer.of(segments.offsets());
    double[] xv = HostBuffer.of(x);
    double[] yv = HostBuffer.of(y);
    int cols = x.cols();
    for (int s = 0; s < segments.count(); s++) {
      for (int c = 0; c < cols; c++) {
        // Without subtracting the maximum, exp overflows from x = 710 on; the quotient is the same.
        double max = Double.NEGATIVE_INFINITY;
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          max = Math.max(max, xv[x.offset() + r * cols + c]);
        }
        double sum = 0;
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          double e = StrictMath.exp(xv[x.offset() + r * cols + c] - max);
          yv[y.offset() + r * cols + c] = e;
          sum += e;
        }
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          yv[y.offset() + r * cols + c] /= sum;
        }
      }
    }
  }

  @Override
  default void segmentSoftmaxBackward(Tensor y, Tensor dy, Segments segments, Tensor dx) {
    Shapes.segments("segmentSoftmaxBackward", y, segments);
    Shapes.same("segmentSoftmaxBackward", y, dy, dx);
    int[] offsets = HostBuffer.of(segments.offsets());
    double[] yv = HostBuffer.of(y);
    double[] dyv = HostBuffer.of(dy);
    double[] dxv = HostBuffer.of(dx);
    int cols = y.cols();
    for (int s = 0; s < segments.count(); s++) {
      for (int c = 0; c < cols; c++) {
        double dot = 0;
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          int at = r * cols + c;
          dot += yv[y.offset() + at] * dyv[dy.offset() + at];
        }
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          int at = r * cols + c;
          dxv[dx.offset() + at] = yv[y.offset() + at] * (dyv[dy.offset() + at] - dot);
        }
      }
    }
  }

  @Override
  default void maskedSegmentSoftmax(Tensor x, Tensor keep, Segments segments, Tensor y) {
    Shapes.maskedSegmentSoftmax(x, keep, segments, y);
    int[] offsets = HostBuffer.of(segments.offsets());
    double[] xv = HostBuffer.of(x);
    double[] kv = HostBuffer.of(keep);
    double[] yv = HostBuffer.of(y);
    int cols = x.cols();
    for (int s = 0; s < segments.count(); s++) {
      for (int c = 0; c < cols; c++) {
        double max = Double.NEGATIVE_INFINITY;
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          if (kv[keep.offset() + r] != 0) {
            max = Math.max(max, xv[x.offset() + r * cols + c]);
          }
        }
        double sum = 0;
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          if (kv[keep.offset() + r] != 0) {
            double e = StrictMath.exp(xv[x.offset() + r * cols + c] - max);
            yv[y.offset() + r * cols + c] = e;
            sum += e;
          }
        }
        for (int r = offsets[s]; r < offsets[s + 1]; r++) {
          int at = y.offset() + r * cols + c;
          yv[at] = kv[keep.offset() + r] != 0 ? yv[at] / sum : 0;
        }
      }
    }
  }

  @Override
  default void segmentTopK(
      Tensor scores, Tensor keptBefore, Segments segments, Ints counts, Tensor keptAfter) {
    Shapes.segmentTopK(scores, keptBefore, segments, counts, keptAfter);
    int[] offsets = HostBuffer.of(segments.offsets());
    int[] wanted = HostBuffer.of(counts);
    double[] sv = HostBuffer.of(scores);
    double[] before = HostBuffer.of(keptBefore);
    double[] marks = new double[scores.size()]; // apart: keptAfter may be keptBefore
    for (int s = 0; s < segments.count(); s++) {
      for (int r = offsets[s]; r < offsets[s + 1]; r++) {
        int better = 0;
        for (int o = offsets[s]; o < offsets[s + 1]; o++) {
          boolean rival = before[keptBefore.offset() + o] != 0;
          if (rival && precedes(sv[scores.offset() + o], o, sv[scores.offset() + r], r)) {
            better++;
          }
        }
        marks[r] = before[keptBefore.offset() + r] != 0 && better < wanted[s] ? 1 : 0;
      }
    }
    System.arraycopy(marks, 0, HostBuffer.of(keptAfter), keptAfter.offset(), marks.length);
  }

  /** Whether row i comes before row j: by descending score, NaN last, ties by ascending row. */
  private static boolean precedes(double a, int i, double b, int j) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) == Double.isNaN(b) ? i < j : Double.isNaN(b);
    }
    return a == b ? i < j : a > b;
  }

  @Override
  default void scaleRows(Tensor x, Tensor weights, Tensor out) {
    Shapes.perRow("scaleRows", x, weights);
    Shapes.same("scaleRows", x, out);
    double[] xv = HostBuffer.of(x);
    double[] wv = HostBuffer.of(weights);
    double[] ov = HostBuffer.of(out);
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        int at = r * x.cols() + c;
        ov[out.offset() + at] = wv[weights.offset() + r] * xv[x.offset() + at];
      }
    }
  }

  @Override
  default void rowDots(Tensor a, Tensor b, Tensor out) {
    Shapes.same("rowDots", a, b);
    Shapes.perRow("rowDots", a, out);
    double[] av = HostBuffer.of(a);
    double[] bv = HostBuffer.of(b);
    double[] ov = HostBuffer.of(out);
    for (int r = 0; r < a.rows(); r++) {
      double sum = 0;
      for (int c = 0; c < a.cols(); c++) {
        int at = r * a.cols() + c;
        sum += av[a.offset() + at] * bv[b.offset() + at];
      }
      ov[out.offset() + r] = sum;
    }
  }
}
