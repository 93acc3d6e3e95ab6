package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.SampledKernels;
import io.sbr.tensor.Tensor;

/** Losses over shared candidates: rows are independent, and each stays in the cache. */
interface CpuSampled extends SampledKernels {
  /** Element operations that a candidate's softmax, and that of BPR-max, are worth. */
  int SOFTMAX = 20;

  /** The same of BPR-max. */
  int BPR_MAX = 60;

  /** What this backend computes with. */
  Engine engine();

  @Override
  default void sampledSoftmax(Tensor scores, Tensor weights, Tensor losses, Tensor gradient) {
    Shapes.sampled("sampledSoftmax", scores, weights, losses, gradient, 1);
    Loops loops = engine().loops();
    float[] wv = CpuMemory.floats(weights);
    float[] lv = CpuMemory.floats(losses);
    float[] gv = CpuMemory.floats(gradient);
    int c = scores.cols();
    engine()
        .forRows(
            scores.rows(),
            (long) SOFTMAX * c,
            (from, to) -> {
              float[] p = Scratch.floats(Slot.ROW, c);
              for (int b = from; b < to; b++) {
                float weight = wv[weights.offset() + b];
                System.arraycopy(CpuMemory.floats(scores), scores.offset() + b * c, p, 0, c);
                softmax(loops, p, p, c, -1);
                double own = p[b] + EPSILON;
                lv[losses.offset() + b] = (float) (-weight * Math.log(own));
                // −1/(p_b + ε) · p_b([j = b] − p_j)
                float slope = (float) (weight * p[b] / own);
                int row = gradient.offset() + b * c;
                loops.scale(slope, p, 0, gv, row, c);
                gv[row + b] = slope * (p[b] - 1);
              }
            });
  }

  @Override
  default void bprMax(Tensor scores, Tensor weights, BprMax form, Tensor losses, Tensor gradient) {
    Shapes.sampled("bprMax", scores, weights, losses, gradient, 2);
    Loops loops = engine().loops();
    float[] wv = CpuMemory.floats(weights);
    float[] lv = CpuMemory.floats(losses);
    float[] gv = CpuMemory.floats(gradient);
    int c = scores.cols();
    engine()
        .forRows(
            scores.rows(),
            (long) BPR_MAX * c,
            (from, to) -> {
              float[] r = Scratch.floats(Slot.ROW, c);
              float[] s = Scratch.floats(Slot.SECOND_ROW, c);
              float[] ahead = Scratch.floats(Slot.THIRD_ROW, c);
              for (int b = from; b < to; b++) {
                System.arraycopy(CpuMemory.floats(scores), scores.offset() + b * c, r, 0, c);
                bend(loops, r, s, c, (float) form.elu());
                softmax(loops, r, s, c, b);
                for (int j = 0; j < c; j++) {
                  ahead[j] = r[b] - r[j];
                }
                loops.sigmoid(ahead, 0, ahead, 0, c);
                double mean = 0;
                double square = 0;
                double own = 0;
                for (int j = 0; j < c; j++) {
                  mean += s[j] * ahead[j];
                  square += s[j] * r[j] * r[j];
                  own += s[j] * ahead[j] * (1 - ahead[j]);
                }
                float weight = wv[weights.offset() + b];
                double said = mean + EPSILON;
                double loss = -Math.log(said) + form.decay() * square;
                lv[losses.offset() + b] = (float) (weight * loss);
                float ofMean = (float) (-weight / said);
                float ofSquare = (float) (weight * form.decay());
                int row = gradient.offset() + b * c;
                slopes(r, s, ahead, (float) mean, (float) square, ofMean, ofSquare, gv, row, c);
                gv[row + b] = (float) (ofMean * own);
                straighten(r, (float) form.elu(), gv, row, c);
              }
            });
  }

  /** g_j = ofMean·s_j((σ_j − mean) − σ_j(1 − σ_j)) + ofSquare·s_j(r_j² − square + 2r_j). */
  private static void slopes(
      float[] r,
      float[] s,
      float[] ahead,
      float mean,
      float square,
      float ofMean,
      float ofSquare,
      float[] g,
      int at,
      int c) {
    for (int j = 0; j < c; j++) {
      float first = ahead[j] - mean - ahead[j] * (1 - ahead[j]);
      float second = r[j] * r[j] - square + 2 * r[j];
      g[at + j] = s[j] * (ofMean * first + ofSquare * second);
    }
  }

  /** The exponential linear unit: elu·(exp(x) − 1) of what is not positive. */
  private static void bend(Loops loops, float[] r, float[] powers, int c, float elu) {
    if (elu > 0) {
      for (int j = 0; j < c; j++) {
        powers[j] = Math.min(r[j], 0);
      }
      loops.exp(powers, 0, powers, 0, c);
      for (int j = 0; j < c; j++) {
        r[j] = r[j] > 0 ? r[j] : elu * (powers[j] - 1);
      }
    }
  }

  /** Its gradient: elu·exp(x) = r + elu of what was not positive. */
  private static void straighten(float[] r, float elu, float[] g, int at, int c) {
    if (elu > 0) {
      for (int j = 0; j < c; j++) {
        g[at + j] *= r[j] > 0 ? 1 : r[j] + elu;
      }
    }
  }

  /**
   * The softmax of n numbers without one of them, which gets 0.
   *
   * @param p may be {@code r}
   * @param without −1 to leave none out
   */
  private static void softmax(Loops loops, float[] r, float[] p, int n, int without) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      max = j == without ? max : Math.max(max, r[j]);
    }
    for (int j = 0; j < n; j++) {
      p[j] = Math.min(0, r[j] - max); // what is left out may be above it
    }
    loops.exp(p, 0, p, 0, n);
    if (without >= 0) {
      p[without] = 0;
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += p[j];
    }
    loops.scale((float) (1 / sum), p, 0, p, 0, n);
  }
}
