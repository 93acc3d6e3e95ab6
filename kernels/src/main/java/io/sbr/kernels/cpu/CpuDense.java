package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.Matmul;
import io.sbr.kernels.cpu.loops.DropoutRule;
import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.loops.NormalLoops;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.DenseKernels;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/** Products and elementwise operations on dense matrices. */
interface CpuDense extends DenseKernels {
  /** Element operations that sigmoid and tanh are worth. */
  int TRANSCENDENTAL = 8;

  /** Element operations that a random number is worth. */
  int RANDOM = 8;

  /** Columns that are summed together: two lines of the cache. */
  int STRIP = 32;

  /** What this backend computes with. */
  Engine engine();

  @Override
  default void matmul(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out, boolean accumulate) {
    Shapes.matmul(a, transposeA, b, transposeB, out);
    Matmul.Product product =
        new Matmul.Product(
            out.rows(),
            out.cols(),
            transposeA ? a.rows() : a.cols(),
            view(a, transposeA),
            view(b, transposeB),
            view(out, false));
    new Matmul(engine()).multiply(product, accumulate);
  }

  private static MatrixView view(Tensor x, boolean transpose) {
    MatrixView view = MatrixView.of(x);
    return transpose ? view.transposed() : view;
  }

  @Override
  default void addRow(Tensor x, Tensor row, Tensor out) {
    Shapes.row("addRow", x, row);
    Shapes.same("addRow", x, out);
    Loops loops = engine().loops();
    float[] xv = CpuMemory.floats(x);
    float[] rv = CpuMemory.floats(row);
    float[] ov = CpuMemory.floats(out);
    int c = x.cols();
    engine()
        .forRows(
            x.rows(),
            c,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                loops.add(xv, x.offset() + r * c, rv, row.offset(), ov, out.offset() + r * c, c);
              }
            });
  }

  @Override
  default void sumRows(Tensor x, Tensor row, boolean accumulate) {
    Shapes.row("sumRows", x, row);
    float[] xv = CpuMemory.floats(x);
    float[] rv = CpuMemory.floats(row);
    int c = x.cols();
    if (!accumulate) {
      Arrays.fill(rv, row.offset(), row.offset() + c, 0);
    }
    Loops loops = engine().loops();
    engine()
        .forRows(
            (c + STRIP - 1) / STRIP, // of columns: each is a sum of its own
            (long) STRIP * x.rows(),
            (from, to) -> {
              int first = from * STRIP;
              int count = Math.min(c, to * STRIP) - first;
              int sum = row.offset() + first;
              for (int r = 0; r < x.rows(); r++) {
                loops.add(rv, sum, xv, x.offset() + r * c + first, rv, sum, count);
              }
            });
  }

  @Override
  default void add(Tensor a, Tensor b, Tensor out) {
    zip("add", a, b, out, engine().loops()::add);
  }

  @Override
  default void multiply(Tensor a, Tensor b, Tensor out) {
    zip("multiply", a, b, out, engine().loops()::multiply);
  }

  @Override
  default void scale(Tensor x, double factor, Tensor out) {
    float f = (float) factor;
    Loops loops = engine().loops();
    map("scale", 1, x, out, (v, at, o, to, n) -> loops.scale(f, v, at, o, to, n));
  }

  @Override
  default void sigmoid(Tensor x, Tensor y) {
    map("sigmoid", TRANSCENDENTAL, x, y, engine().loops()::sigmoid);
  }

  @Override
  default void sigmoidBackward(Tensor y, Tensor dy, Tensor dx) {
    zip("sigmoidBackward", y, dy, dx, engine().loops()::sigmoidBackward);
  }

  @Override
  default void tanh(Tensor x, Tensor y) {
    map("tanh", TRANSCENDENTAL, x, y, engine().loops()::tanh);
  }

  @Override
  default void tanhBackward(Tensor y, Tensor dy, Tensor dx) {
    zip("tanhBackward", y, dy, dx, engine().loops()::tanhBackward);
  }

  /** Of a few numbers: the JDK's own, which is the same interpreted and compiled. */
  @Override
  default void log(Tensor x, Tensor y) {
    map(
        "log",
        TRANSCENDENTAL,
        x,
        y,
        (v, at, o, to, n) -> {
          for (int i = 0; i < n; i++) {
            o[to + i] = (float) StrictMath.log(v[at + i]);
          }
        });
  }

  @Override
  default void logBackward(Tensor x, Tensor dy, Tensor dx) {
    Loops loops = engine().loops();
    zip(
        "logBackward",
        x,
        dy,
        dx,
        (v, at, d, from, o, to, n) -> loops.divide(d, from, v, at, o, to, n));
  }

  @Override
  default void leakyRelu(Tensor x, double slope, Tensor y) {
    Shapes.slope("leakyRelu", slope);
    float s = (float) slope;
    Loops loops = engine().loops();
    map("leakyRelu", 1, x, y, (v, at, o, to, n) -> loops.leakyRelu(s, v, at, v, at, o, to, n));
  }

  @Override
  default void leakyReluBackward(Tensor y, Tensor dy, double slope, Tensor dx) {
    Shapes.slope("leakyReluBackward", slope);
    float s = (float) slope;
    Loops loops = engine().loops();
    zip(
        "leakyReluBackward",
        y,
        dy,
        dx,
        (v, at, d, from, o, to, n) -> loops.leakyRelu(s, v, at, d, from, o, to, n));
  }

  @Override
  default void gelu(Tensor x, Tensor y) {
    Loops loops = engine().loops();
    map(
        "gelu",
        TRANSCENDENTAL,
        x,
        y,
        (v, at, o, to, n) -> NormalLoops.gelu(loops, v, at, o, to, n));
  }

  @Override
  default void geluBackward(Tensor x, Tensor dy, Tensor dx) {
    Loops loops = engine().loops();
    zip(
        "geluBackward",
        x,
        dy,
        dx,
        (v, at, d, from, o, to, n) -> NormalLoops.geluBackward(loops, v, at, d, from, o, to, n));
  }

  /** Step after step, so that neighbouring elements are compared together. */
  @Override
  default void maxOverTime(Tensor x, int steps, Tensor out) {
    Shapes.steps("maxOverTime", x, steps, out);
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    int n = out.size();
    engine()
        .forRows(
            n,
            steps,
            (from, to) -> {
              System.arraycopy(xv, x.offset() + from, ov, out.offset() + from, to - from);
              for (int t = 1; t < steps; t++) {
                int step = x.offset() + t * n;
                for (int i = from; i < to; i++) {
                  float most = ov[out.offset() + i];
                  ov[out.offset() + i] = larger(xv[step + i], most) ? xv[step + i] : most;
                }
              }
            });
  }

  @Override
  default void maxOverTimeBackward(Tensor x, int steps, Tensor dout, Tensor dx) {
    Shapes.steps("maxOverTimeBackward", x, steps, dout);
    Shapes.same("maxOverTimeBackward", x, dx);
    float[] xv = CpuMemory.floats(x);
    float[] dov = CpuMemory.floats(dout);
    float[] dxv = CpuMemory.floats(dx);
    int n = dout.size();
    Arrays.fill(dxv, dx.offset(), dx.offset() + dx.size(), 0);
    engine()
        .forRows(
            n,
            steps,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                int best = i;
                for (int at = i + n; at < steps * n; at += n) {
                  best = larger(xv[x.offset() + at], xv[x.offset() + best]) ? at : best;
                }
                dxv[dx.offset() + best] = dov[dout.offset() + i];
              }
            });
  }

  /** Whether a value takes the place of the largest before it; a NaN does, and keeps it. */
  private static boolean larger(float value, float most) {
    return !(value <= most) && most == most;
  }

  @Override
  default void dropout(Tensor x, double rate, long seed, long stream, Tensor out) {
    Shapes.rate("dropout", rate);
    Shapes.same("dropout", x, out);
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    DropoutRule rule = DropoutRule.of(rate, seed, stream);
    engine()
        .forRows(
            x.size(),
            RANDOM,
            (from, to) ->
                engine()
                    .loops()
                    .dropout(
                        rule, from, xv, x.offset() + from, ov, out.offset() + from, to - from));
  }

  @Override
  default void copyColumns(
      Tensor source, int sourceColumn, Tensor target, int targetColumn, int width) {
    Shapes.copyColumns(source, sourceColumn, target, targetColumn, width);
    float[] sv = CpuMemory.floats(source);
    float[] tv = CpuMemory.floats(target);
    for (int r = 0; r < source.rows(); r++) {
      int from = source.offset() + r * source.cols() + sourceColumn;
      int to = target.offset() + r * target.cols() + targetColumn;
      System.arraycopy(sv, from, tv, to, width);
    }
  }

  /** A loop of one input. */
  interface Map {
    void run(float[] x, int xAt, float[] out, int outAt, int n);
  }

  /** A loop of two inputs. */
  interface Zip {
    void run(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n);
  }

  private void map(String operation, int cost, Tensor x, Tensor out, Map loop) {
    Shapes.same(operation, x, out);
    float[] xv = CpuMemory.floats(x);
    float[] ov = CpuMemory.floats(out);
    engine()
        .forRows(
            x.size(),
            cost,
            (from, to) -> loop.run(xv, x.offset() + from, ov, out.offset() + from, to - from));
  }

  private void zip(String operation, Tensor a, Tensor b, Tensor out, Zip loop) {
    Shapes.same(operation, a, b, out);
    float[] av = CpuMemory.floats(a);
    float[] bv = CpuMemory.floats(b);
    float[] ov = CpuMemory.floats(out);
    engine()
        .forRows(
            a.size(),
            1,
            (from, to) ->
                loop.run(
                    av,
                    a.offset() + from,
                    bv,
                    b.offset() + from,
                    ov,
                    out.offset() + from,
                    to - from));
  }
}
