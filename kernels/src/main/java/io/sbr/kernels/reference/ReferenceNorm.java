package io.sbr.kernels.reference;

import io.sbr.kernels.LayerShapes;
import io.sbr.kernels.Shapes;
import io.sbr.tensor.NormKernels;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** Normalisation of rows and vectors, and its gradients. */
interface ReferenceNorm extends NormKernels {
  @Override
  default void layerNorm(
      Tensor x, Tensor weight, Tensor bias, double epsilon, Tensor statistics, Tensor out) {
    LayerShapes.layerNorm("layerNorm", x, statistics, weight, bias);
    Shapes.same("layerNorm", x, out);
    double[] xv = HostBuffer.of(x);
    double[] wv = HostBuffer.of(weight);
    double[] bv = HostBuffer.of(bias);
    double[] sv = HostBuffer.of(statistics);
    double[] ov = HostBuffer.of(out);
    int cols = x.cols();
    for (int r = 0; r < x.rows(); r++) {
      int row = x.offset() + r * cols;
      double sum = 0;
      for (int c = 0; c < cols; c++) {
        sum += xv[row + c];
      }
      double mean = sum / cols;
      double squares = 0;
      for (int c = 0; c < cols; c++) {
        squares += (xv[row + c] - mean) * (xv[row + c] - mean);
      }
      double rho = 1 / Math.sqrt(squares / cols + epsilon);
      sv[statistics.offset() + 2 * r] = mean;
      sv[statistics.offset() + 2 * r + 1] = rho;
      for (int c = 0; c < cols; c++) {
        double unit = (xv[row + c] - mean) * rho;
        ov[out.offset() + r * cols + c] = unit * wv[weight.offset() + c] + bv[bias.offset() + c];
      }
    }
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
    double[] xv = HostBuffer.of(x);
    double[] wv = HostBuffer.of(weight);
    double[] sv = HostBuffer.of(statistics);
    double[] dyv = HostBuffer.of(dy);
    double[] dxv = HostBuffer.of(dx);
    double[] dwv = HostBuffer.of(dweight);
    double[] dbv = HostBuffer.of(dbias);
    int cols = x.cols();
    Arrays.fill(dwv, dweight.offset(), dweight.offset() + cols, 0);
    Arrays.fill(dbv, dbias.offset(), dbias.offset() + cols, 0);
    double[] unit = new double[cols]; // x̂ = (x − μ)ρ
    double[] a = new double[cols]; // dy ⊙ weight
    for (int r = 0; r < x.rows(); r++) {
      double mean = sv[statistics.offset() + 2 * r];
      double rho = sv[statistics.offset() + 2 * r + 1];
      double sumA = 0;
      double sumAx = 0;
      for (int c = 0; c < cols; c++) {
        double up = dyv[dy.offset() + r * cols + c];
        unit[c] = (xv[x.offset() + r * cols + c] - mean) * rho;
        a[c] = up * wv[weight.offset() + c];
        sumA += a[c];
        sumAx += a[c] * unit[c];
        dwv[dweight.offset() + c] += up * unit[c];
        dbv[dbias.offset() + c] += up;
      }
      for (int c = 0; c < cols; c++) {
        dxv[dx.offset() + r * cols + c] = rho * (a[c] - sumA / cols - unit[c] * sumAx / cols);
      }
    }
  }

  @Override
  default void unitRows(Tensor x, Tensor out) {
    Shapes.same("unitRows", x, out);
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    int c = x.cols();
    for (int r = 0; r < x.rows(); r++) {
      double norm = ReferenceOptimizer.norm(x, r * c, c);
      for (int i = r * c; i < (r + 1) * c; i++) {
        ov[out.offset() + i] = norm == 0 ? 0 : xv[x.offset() + i] / norm;
      }
    }
  }

  @Override
  default void unitRowsBackward(Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Shapes.same("unitRowsBackward", x, y, dy);
    Shapes.same("unitRowsBackward", x, dx);
    double[] yv = HostBuffer.of(y);
    double[] dyv = HostBuffer.of(dy);
    double[] dxv = HostBuffer.of(dx);
    int c = x.cols();
    for (int r = 0; r < x.rows(); r++) {
      double norm = ReferenceOptimizer.norm(x, r * c, c);
      double along = DotScores.product(y, r, dy, r);
      for (int i = r * c; i < (r + 1) * c; i++) {
        double across = dyv[dy.offset() + i] - yv[y.offset() + i] * along;
        dxv[dx.offset() + i] = norm == 0 ? 0 : across / norm;
      }
    }
  }

  @Override
  default void unitVector(Tensor x, Tensor out) {
    Shapes.sameSize("unitVector", x, out);
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    double norm = ReferenceOptimizer.norm(x, 0, x.size());
    for (int i = 0; i < x.size(); i++) {
      ov[out.offset() + i] = xv[x.offset() + i] / norm;
    }
  }

  @Override
  default void unitVectorBackward(Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Shapes.sameSize("unitVectorBackward", x, y);
    Shapes.sameSize("unitVectorBackward", x, dy);
    Shapes.sameSize("unitVectorBackward", x, dx);
    double[] yv = HostBuffer.of(y);
    double[] dyv = HostBuffer.of(dy);
    double[] dxv = HostBuffer.of(dx);
    double norm = ReferenceOptimizer.norm(x, 0, x.size());
    double dot = 0;
    for (int i = 0; i < x.size(); i++) {
      dot += yv[y.offset() + i] * dyv[dy.offset() + i];
    }
    for (int i = 0; i < x.size(); i++) {
      dxv[dx.offset() + i] = (dyv[dy.offset() + i] - yv[y.offset() + i] * dot) / norm;
    }
  }
}
