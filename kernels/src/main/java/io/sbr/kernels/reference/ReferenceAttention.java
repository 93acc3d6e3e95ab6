package io.sbr.kernels.reference;

import io.sbr.kernels.LayerShapes;
import io.sbr.kernels.Shapes;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** Attention within segments, one query at a time, and products and means by head. */
interface ReferenceAttention extends AttentionKernels {
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
    int[] offsets = HostBuffer.of(segments.offsets());
    double[] vv = HostBuffer.of(v);
    double[] lv = HostBuffer.of(logSums);
    double[] ov = HostBuffer.of(out);
    int heads = attention.heads();
    int c = q.cols() / heads;
    for (int s = 0; s < segments.count(); s++) {
      int begin = offsets[s];
      LayerShapes.keys("attention", attention, offsets[s + 1] - begin);
      for (int i = begin; i < offsets[s + 1]; i++) {
        int end = attention.causal() ? i + 1 : offsets[s + 1];
        for (int h = 0; h < heads; h++) {
          double[] scores = new double[end - begin];
          double max = Double.NEGATIVE_INFINITY;
          for (int j = begin; j < end; j++) {
            scores[j - begin] = headDot(q, i, k, j, h, c) / Math.sqrt(c);
            max = Math.max(max, scores[j - begin]);
          }
          double sum = 0;
          for (double score : scores) {
            sum += StrictMath.exp(score - max);
          }
          lv[logSums.offset() + i * heads + h] = max + StrictMath.log(sum);
          int to = out.offset() + (i * heads + h) * c;
          Arrays.fill(ov, to, to + c, 0);
          for (int j = begin; j < end; j++) {
            double p = StrictMath.exp(scores[j - begin] - max) / sum;
            p *= dropoutFactor(attention, i, h, j - begin);
            for (int e = 0; e < c; e++) {
              ov[to + e] += p * vv[v.offset() + (j * heads + h) * c + e];
            }
          }
        }
      }
    }
  }

  @Override
  default void attentionBackward(Segments segments, Attention attention, AttentionBackward x) {
    LayerShapes.attentionBackward(segments, attention, x);
    int[] offsets = HostBuffer.of(segments.offsets());
    double[] lv = HostBuffer.of(x.logSums());
    int heads = attention.heads();
    int c = x.q().cols() / heads;
    for (Tensor gradient : new Tensor[] {x.dq(), x.dk(), x.dv()}) {
      int from = gradient.offset();
      Arrays.fill(HostBuffer.of(gradient), from, from + gradient.size(), 0);
    }
    for (int s = 0; s < segments.count(); s++) {
      int begin = offsets[s];
      LayerShapes.keys("attentionBackward", attention, offsets[s + 1] - begin);
      for (int i = begin; i < offsets[s + 1]; i++) {
        int end = attention.causal() ? i + 1 : offsets[s + 1];
        for (int h = 0; h < heads; h++) {
          double d = headDot(x.dout(), i, x.out(), i, h, c); // D_i
          for (int j = begin; j < end; j++) {
            double score = headDot(x.q(), i, x.k(), j, h, c) / Math.sqrt(c);
            double p = StrictMath.exp(score - lv[x.logSums().offset() + i * heads + h]);
            double kept = dropoutFactor(attention, i, h, j - begin);
            double ds = p * (kept * headDot(x.dout(), i, x.v(), j, h, c) - d) / Math.sqrt(c);
            addHead(ds, x.k(), j, x.dq(), i, h, c);
            addHead(ds, x.q(), i, x.dk(), j, h, c);
            addHead(kept * p, x.dout(), i, x.dv(), j, h, c);
          }
        }
      }
    }
  }

  /** What a probability is multiplied by: 0 if it is dropped, else 1/(1 − rate). */
  private static double dropoutFactor(Attention attention, int row, int head, int key) {
    if (attention.dropout() == 0) {
      return 1;
    }
    long index = ((long) row * attention.heads() + head) * Attention.MAX_KEYS + key;
    boolean dropped =
        Philox.uniform(attention.seed(), attention.stream(), index) < attention.dropout();
    return dropped ? 0 : 1 / (1 - attention.dropout());
  }

  /** a_i · b_j within one head. */
  private static double headDot(Tensor a, int i, Tensor b, int j, int head, int c) {
    double[] av = HostBuffer.of(a);
    double[] bv = HostBuffer.of(b);
    int from = a.offset() + i * a.cols() + head * c;
    int with = b.offset() + j * b.cols() + head * c;
    double sum = 0;
    for (int e = 0; e < c; e++) {
      sum += av[from + e] * bv[with + e];
    }
    return sum;
  }

  /** target_j += factor · x_i within one head. */
  private static void addHead(
      double factor, Tensor x, int i, Tensor target, int j, int head, int c) {
    double[] xv = HostBuffer.of(x);
    double[] tv = HostBuffer.of(target);
    int from = x.offset() + i * x.cols() + head * c;
    int to = target.offset() + j * target.cols() + head * c;
    for (int e = 0; e < c; e++) {
      tv[to + e] += factor * xv[from + e];
    }
  }

  @Override
  default void headDots(Tensor x, Tensor a, Tensor out) {
    LayerShapes.headDots("headDots", x, a, out);
    double[] xv = HostBuffer.of(x);
    double[] av = HostBuffer.of(a);
    double[] ov = HostBuffer.of(out);
    int heads = out.cols();
    int c = x.cols() / heads;
    for (int r = 0; r < x.rows(); r++) {
      for (int h = 0; h < heads; h++) {
        double sum = 0;
        for (int e = h * c; e < (h + 1) * c; e++) {
          sum += xv[x.offset() + r * x.cols() + e] * av[a.offset() + e];
        }
        ov[out.offset() + r * heads + h] = sum;
      }
    }
  }

  @Override
  default void headDotsBackward(Tensor x, Tensor a, Tensor dout, Tensor dx, Tensor da) {
    LayerShapes.headDots("headDotsBackward", x, a, dout);
    Shapes.same("headDotsBackward", x, dx);
    Shapes.sameSize("headDotsBackward", a, da);
    double[] xv = HostBuffer.of(x);
    double[] av = HostBuffer.of(a);
    double[] dov = HostBuffer.of(dout);
    double[] dxv = HostBuffer.of(dx);
    double[] dav = HostBuffer.of(da);
    int heads = dout.cols();
    int c = x.cols() / heads;
    Arrays.fill(dav, da.offset(), da.offset() + da.size(), 0);
    for (int r = 0; r < x.rows(); r++) {
      for (int e = 0; e < x.cols(); e++) {
        double up = dov[dout.offset() + r * heads + e / c];
        dxv[dx.offset() + r * x.cols() + e] = up * av[a.offset() + e];
        dav[da.offset() + e] += up * xv[x.offset() + r * x.cols() + e];
      }
    }
  }

  @Override
  default void headMean(Tensor x, Tensor out) {
    LayerShapes.headMean("headMean", x, out);
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    int c = out.cols();
    int heads = x.cols() / c;
    for (int r = 0; r < x.rows(); r++) {
      for (int e = 0; e < c; e++) {
        double sum = 0;
        for (int h = 0; h < heads; h++) {
          sum += xv[x.offset() + r * x.cols() + h * c + e];
        }
        ov[out.offset() + r * c + e] = sum / heads;
      }
    }
  }

  @Override
  default void headMeanBackward(Tensor dout, Tensor dx) {
    LayerShapes.headMean("headMeanBackward", dx, dout);
    double[] dov = HostBuffer.of(dout);
    double[] dxv = HostBuffer.of(dx);
    int c = dout.cols();
    int heads = dx.cols() / c;
    for (int r = 0; r < dx.rows(); r++) {
      for (int e = 0; e < dx.cols(); e++) {
        dxv[dx.offset() + r * dx.cols() + e] = dov[dout.offset() + r * c + e % c] / heads;
      }
    }
  }
}
