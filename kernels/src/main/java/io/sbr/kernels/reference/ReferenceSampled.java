package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.SampledKernels;
import io.sbr.tensor.Tensor;

/** Losses over shared candidates, row by row. */
interface ReferenceSampled extends SampledKernels {
  @Override
  default void sampledSoftmax(Tensor scores, Tensor weights, Tensor losses, Tensor gradient) {
    Shapes.sampled("sampledSoftmax", scores, weights, losses, gradient, 1);
    int c = scores.cols();
    double[] wv = HostBuffer.of(weights);
    double[] gv = HostBuffer.of(gradient);
    for (int b = 0; b < scores.rows(); b++) {
      double[] p = softmax(row(scores, b), -1);
      double weight = wv[weights.offset() + b];
      HostBuffer.of(losses)[losses.offset() + b] = -weight * StrictMath.log(p[b] + EPSILON);
      for (int j = 0; j < c; j++) {
        double slope = p[b] * ((j == b ? 1 : 0) - p[j]); // ∂p_bb/∂r_bj
        gv[gradient.offset() + b * c + j] = -weight * slope / (p[b] + EPSILON);
      }
    }
  }

  @Override
  default void bprMax(Tensor scores, Tensor weights, BprMax form, Tensor losses, Tensor gradient) {
    Shapes.sampled("bprMax", scores, weights, losses, gradient, 2);
    int c = scores.cols();
    double[] wv = HostBuffer.of(weights);
    double[] gv = HostBuffer.of(gradient);
    for (int b = 0; b < scores.rows(); b++) {
      double[] r = row(scores, b);
      boolean[] bent = new boolean[c];
      for (int j = 0; j < c; j++) {
        bent[j] = form.elu() > 0 && r[j] <= 0;
        r[j] = bent[j] ? form.elu() * (StrictMath.exp(r[j]) - 1) : r[j];
      }
      double[] s = softmax(r, b);
      double[] ahead = new double[c]; // σ(r_bb − r_bj)
      double mean = 0;
      double square = 0;
      for (int j = 0; j < c; j++) {
        ahead[j] = 1 / (1 + StrictMath.exp(r[j] - r[b]));
        mean += s[j] * ahead[j];
        square += s[j] * r[j] * r[j];
      }
      double weight = wv[weights.offset() + b];
      double loss = -StrictMath.log(mean + EPSILON) + form.decay() * square;
      HostBuffer.of(losses)[losses.offset() + b] = weight * loss;
      double own = 0; // ∂mean/∂r_bb
      for (int j = 0; j < c; j++) {
        double steep = s[j] * ahead[j] * (1 - ahead[j]);
        own += steep;
        double ofMean = s[j] * (ahead[j] - mean) - steep;
        double ofSquare = s[j] * (r[j] * r[j] - square + 2 * r[j]);
        gv[gradient.offset() + b * c + j] =
            weight * (form.decay() * ofSquare - ofMean / (mean + EPSILON));
      }
      gv[gradient.offset() + b * c + b] = -weight * own / (mean + EPSILON);
      for (int j = 0; j < c; j++) {
        gv[gradient.offset() + b * c + j] *= bent[j] ? r[j] + form.elu() : 1;
      }
    }
  }

  private static double[] row(Tensor x, int r) {
    double[] values = new double[x.cols()];
    System.arraycopy(HostBuffer.of(x), x.offset() + r * x.cols(), values, 0, values.length);
    return values;
  }

  /** The softmax of a row without one column, which gets 0; −1 to leave none out. */
  private static double[] softmax(double[] r, int without) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < r.length; j++) {
      max = j == without ? max : Math.max(max, r[j]);
    }
    double[] p = new double[r.length];
    double sum = 0;
    for (int j = 0; j < r.length; j++) {
      p[j] = j == without ? 0 : StrictMath.exp(r[j] - max);
      sum += p[j];
    }
    for (int j = 0; j < r.length; j++) {
      p[j] /= sum;
    }
    return p;
  }
}
