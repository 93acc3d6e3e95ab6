package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.DenseKernels;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Dense products and elementwise operations, one loop each. */
interface ReferenceDense extends DenseKernels {
  @Override
  default void matmul(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out, boolean accumulate) {
    Shapes.matmul(a, transposeA, b, transposeB, out);
    double[] av = HostBuffer.of(a);
    double[] bv = HostBuffer.of(b);
    double[] ov = HostBuffer.of(out);
    int inner = transposeA ? a.rows() : a.cols();
    // Element (i, p) of op(a) stands at i·aRow + p·aCol: transposing exchanges the two strides.
    int aRow = transposeA ? 1 : a.cols();
    int aCol = transposeA ? a.cols() : 1;
    int bRow = transposeB ? 1 : b.cols();
    int bCol = transposeB ? b.cols() : 1;
    for (int i = 0; i < out.rows(); i++) {
      for (int j = 0; j < out.cols(); j++) {
        double sum = 0;
        for (int p = 0; p < inner; p++) {
          sum += av[a.offset() + i * aRow + p * aCol] * bv[b.offset() + p * bRow + j * bCol];
        }
        int at = out.offset() + i * out.cols() + j;
        ov[at] = accumulate ? ov[at] + sum : sum;
      }
    }
  }

  @Override
  default void addRow(Tensor x, Tensor row, Tensor out) {
    Shapes.row("addRow", x, row);
    Shapes.same("addRow", x, out);
    double[] xv = HostBuffer.of(x);
    double[] rv = HostBuffer.of(row);
    double[] ov = HostBuffer.of(out);
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        int at = r * x.cols() + c;
        ov[out.offset() + at] = xv[x.offset() + at] + rv[row.offset() + c];
      }
    }
  }

  @Override
  default void sumRows(Tensor x, Tensor row, boolean accumulate) {
    Shapes.row("sumRows", x, row);
    double[] xv = HostBuffer.of(x);
    double[] rv = HostBuffer.of(row);
    for (int c = 0; c < x.cols(); c++) {
      double sum = 0;
      for (int r = 0; r < x.rows(); r++) {
        sum += xv[x.offset() + r * x.cols() + c];
      }
      int at = row.offset() + c;
      rv[at] = accumulate ? rv[at] + sum : sum;
    }
  }

  @Override
  default void add(Tensor a, Tensor b, Tensor out) {
    zip("add", a, b, out, (p, q) -> p + q);
  }

  @Override
  default void multiply(Tensor a, Tensor b, Tensor out) {
    zip("multiply", a, b, out, (p, q) -> p * q);
  }

  @Override
  default void scale(Tensor x, double factor, Tensor out) {
    map("scale", x, out, p -> factor * p);
  }

  @Override
  default void sigmoid(Tensor x, Tensor y) {
    map("sigmoid", x, y, ReferenceDense::sigmoid);
  }

  @Override
  default void sigmoidBackward(Tensor y, Tensor dy, Tensor dx) {
    zip("sigmoidBackward", y, dy, dx, (p, d) -> d * p * (1 - p));
  }

  @Override
  default void tanh(Tensor x, Tensor y) {
    map("tanh", x, y, StrictMath::tanh);
  }

  @Override
  default void tanhBackward(Tensor y, Tensor dy, Tensor dx) {
    zip("tanhBackward", y, dy, dx, (p, d) -> d * (1 - p * p));
  }

  @Override
  default void log(Tensor x, Tensor y) {
    map("log", x, y, StrictMath::log);
  }

  @Override
  default void logBackward(Tensor x, Tensor dy, Tensor dx) {
    zip("logBackward", x, dy, dx, (p, d) -> d / p);
  }

  @Override
  default void leakyRelu(Tensor x, double slope, Tensor y) {
    Shapes.slope("leakyRelu", slope);
    map("leakyRelu", x, y, p -> p > 0 ? p : slope * p);
  }

  @Override
  default void leakyReluBackward(Tensor y, Tensor dy, double slope, Tensor dx) {
    Shapes.slope("leakyReluBackward", slope);
    zip("leakyReluBackward", y, dy, dx, (p, d) -> p > 0 ? d : slope * d);
  }

  @Override
  default void gelu(Tensor x, Tensor y) {
    map("gelu", x, y, p -> p * Normal.distribution(p));
  }

  @Override
  default void geluBackward(Tensor x, Tensor dy, Tensor dx) {
    zip("geluBackward", x, dy, dx, (p, d) -> d * (Normal.distribution(p) + p * Normal.density(p)));
  }

  @Override
  default void maxOverTime(Tensor x, int steps, Tensor out) {
    Shapes.steps("maxOverTime", x, steps, out);
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    for (int i = 0; i < out.size(); i++) {
      ov[out.offset() + i] = xv[x.offset() + largest(xv, x.offset(), out.size(), steps, i)];
    }
  }

  @Override
  default void maxOverTimeBackward(Tensor x, int steps, Tensor dout, Tensor dx) {
    Shapes.steps("maxOverTimeBackward", x, steps, dout);
    Shapes.same("maxOverTimeBackward", x, dx);
    double[] xv = HostBuffer.of(x);
    double[] dov = HostBuffer.of(dout);
    double[] dxv = HostBuffer.of(dx);
    Arrays.fill(dxv, dx.offset(), dx.offset() + dx.size(), 0);
    for (int i = 0; i < dout.size(); i++) {
      int at = largest(xv, x.offset(), dout.size(), steps, i);
      dxv[dx.offset() + at] = dov[dout.offset() + i];
    }
  }

  /** Place of the largest of the elements i, i + n, …; a NaN is larger than every number. */
  private static int largest(double[] x, int offset, int n, int steps, int i) {
    int best = i;
    for (int t = 1; t < steps; t++) {
      double value = x[offset + t * n + i];
      double most = x[offset + best];
      if (!(value <= most) && !Double.isNaN(most)) {
        best = t * n + i;
      }
    }
    return best;
  }

  @Override
  default void dropout(Tensor x, double rate, long seed, long stream, Tensor out) {
    Shapes.rate("dropout", rate);
    Shapes.same("dropout", x, out);
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    for (int i = 0; i < x.size(); i++) {
      boolean dropped = Philox.uniform(seed, stream, i) < rate;
      ov[out.offset() + i] = dropped ? 0 : xv[x.offset() + i] / (1 - rate);
    }
  }

  @Override
  default void copyColumns(
      Tensor source, int sourceColumn, Tensor target, int targetColumn, int width) {
    Shapes.copyColumns(source, sourceColumn, target, targetColumn, width);
    double[] sv = HostBuffer.of(source);
    double[] tv = HostBuffer.of(target);
    for (int r = 0; r < source.rows(); r++) {
      int from = source.offset() + r * source.cols() + sourceColumn;
      int to = target.offset() + r * target.cols() + targetColumn;
      System.arraycopy(sv, from, tv, to, width);
    }
  }

  /** 1 / (1 + exp(−x)). StrictMath, so that interpreted and compiled code agree to the bit. */
  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static void map(String operation, Tensor x, Tensor out, DoubleUnaryOperator f) {
    Shapes.same(operation, x, out);
    double[] xv = HostBuffer.of(x);
    double[] ov = HostBuffer.of(out);
    for (int i = 0; i < x.size(); i++) {
      ov[out.offset() + i] = f.applyAsDouble(xv[x.offset() + i]);
    }
  }

  private static void zip(
      String operation, Tensor a, Tensor b, Tensor out, DoubleBinaryOperator f) {
    Shapes.same(operation, a, b, out);
    double[] av = HostBuffer.of(a);
    double[] bv = HostBuffer.of(b);
    double[] ov = HostBuffer.of(out);
    for (int i = 0; i < a.size(); i++) {
      ov[out.offset() + i] = f.applyAsDouble(av[a.offset() + i], bv[b.offset() + i]);
    }
  }
}
