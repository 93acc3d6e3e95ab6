package io.sbr.kernels.cpu;

import io.sbr.kernels.LayerShapes;
import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.RowNorm;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.NormKernels;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** Normalisation of rows and vectors. A row's mean is its product with ones, divided. */
interface CpuNorm extends NormKernels {
  /** Element operations that normalising an element is worth. */
  int NORMALISING = 6;

  /** What this backend computes with. */
  Engine engine();

  @Override
  default void layerNorm(
      Tensor x, Tensor weight, Tensor bias, double epsilon, Tensor statistics, Tensor out) {
    LayerShapes.layerNorm("layerNorm", x, statistics, weight, bias);
    Shapes.same("layerNorm", x, out);
    Loops loops = engine().loops();
    float[] xv = CpuMemory.floats(x);
    float[] wv = CpuMemory.floats(weight);
    float[] bv = CpuMemory.floats(bias);
    float[] sv = CpuMemory.floats(statistics);
    float[] ov = CpuMemory.floats(out);
    int c = x.cols();
    float[] ones = ones(c);
    engine()
        .forRows(
            x.rows(),
            (long) NORMALISING * c,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                int row = out.offset() + r * c;
                float mean = loops.dot(xv, x.offset() + r * c, ones, 0, c) / c;
                System.arraycopy(xv, x.offset() + r * c, ov, row, c);
                loops.addScaled(-mean, ones, 0, ov, row, c);
                float variance = loops.dot(ov, row, ov, row, c) / c;
                float rho = (float) (1 / Math.sqrt(variance + epsilon));
                loops.scale(rho, ov, row, ov, row, c);
                loops.multiplyAdd(ov, row, wv, weight.offset(), bv, bias.offset(), ov, row, c);
                sv[statistics.offset() + 2 * r] = mean;
                sv[statistics.offset() + 2 * r + 1] = rho;
              }
            });
  }

  /** In one pass over the rows, which the sums over rows must take in order anyway. */
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
    Loops loops = engine().loops();
    float[] xv = CpuMemory.floats(x);
    float[] wv = CpuMemory.floats(weight);
    float[] sv = CpuMemory.floats(statistics);
    float[] dyv = CpuMemory.floats(dy);
    float[] dxv = CpuMemory.floats(dx);
    float[] dwv = CpuMemory.floats(dweight);
    float[] dbv = CpuMemory.floats(dbias);
    int c = x.cols();
    int dw = dweight.offset();
    int db = dbias.offset();
    float[] ones = ones(c);
    float[] unit = Scratch.floats(Slot.ROW, c); // x̂ = (x − μ)ρ
    Arrays.fill(dwv, dw, dw + c, 0);
    Arrays.fill(dbv, db, db + c, 0);
    for (int r = 0; r < x.rows(); r++) {
      float mean = sv[statistics.offset() + 2 * r];
      float rho = sv[statistics.offset() + 2 * r + 1];
      int up = dy.offset() + r * c;
      int row = dx.offset() + r * c;
      System.arraycopy(xv, x.offset() + r * c, unit, 0, c);
      loops.addScaled(-mean, ones, 0, unit, 0, c);
      loops.scale(rho, unit, 0, unit, 0, c);
      loops.multiplyAdd(dyv, up, unit, 0, dwv, dw, dwv, dw, c);
      loops.add(dbv, db, dyv, up, dbv, db, c);
      loops.multiply(dyv, up, wv, weight.offset(), dxv, row, c); // a = dy ⊙ weight
      float meanA = loops.dot(dxv, row, ones, 0, c) / c;
      float meanAx = loops.dot(dxv, row, unit, 0, c) / c;
      loops.addScaled(-meanA, ones, 0, dxv, row, c);
      loops.addScaled(-meanAx, unit, 0, dxv, row, c);
      loops.scale(rho, dxv, row, dxv, row, c);
    }
  }

  private static float[] ones(int c) {
    float[] ones = new float[c];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  default void unitRows(Tensor x, Tensor out) {
    Shapes.same("unitRows", x, out);
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    Loops loops = engine().loops();
    int c = x.cols();
    engine()
        .forRows(
            x.rows(),
            3L * c,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                int row = x.offset() + r * c;
                float inverse = RowNorm.inverse(loops, xv, row, c);
                loops.scale(inverse, xv, row, ov, out.offset() + r * c, c);
              }
            });
  }

  @Override
  default void unitRowsBackward(Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Shapes.same("unitRowsBackward", x, y, dy, dx);
    float[] xv = CpuMemory.floats(x);
    float[] yv = CpuMemory.floats(y);
    float[] dyv = CpuMemory.floats(dy);
    float[] dxv = CpuMemory.floats(dx);
    Loops loops = engine().loops();
    int c = x.cols();
    engine()
        .forRows(
            x.rows(),
            6L * c,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                float inverse = RowNorm.inverse(loops, xv, x.offset() + r * c, c);
                int unit = y.offset() + r * c;
                int up = dy.offset() + r * c;
                int row = dx.offset() + r * c;
                float along = loops.dot(yv, unit, dyv, up, c);
                loops.scale(inverse, dyv, up, dxv, row, c);
                loops.addScaled(-along * inverse, yv, unit, dxv, row, c);
              }
            });
  }

  @Override
  default void unitVector(Tensor x, Tensor out) {
    Shapes.sameSize("unitVector", x, out);
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    double norm = RowNorm.of(engine().loops(), xv, x.offset(), x.size());
    for (int i = 0; i < x.size(); i++) {
      ov[out.offset() + i] = (float) (xv[x.offset() + i] / norm);
    }
  }

  @Override
  default void unitVectorBackward(Tensor x, Tensor y, Tensor dy, Tensor dx) {
    Shapes.sameSize("unitVectorBackward", x, y);
    Shapes.sameSize("unitVectorBackward", x, dy);
    Shapes.sameSize("unitVectorBackward", x, dx);
    float[] yv = CpuMemory.floats(y);
    float[] dyv = CpuMemory.floats(dy);
    float[] dxv = CpuMemory.floats(dx);
    double norm = RowNorm.of(engine().loops(), CpuMemory.floats(x), x.offset(), x.size());
    double dot = engine().loops().dot(yv, y.offset(), dyv, dy.offset(), x.size());
    for (int i = 0; i < x.size(); i++) {
      dxv[dx.offset() + i] = (float) ((dyv[dy.offset() + i] - yv[y.offset() + i] * dot) / norm);
    }
  }
}
