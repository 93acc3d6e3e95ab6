package io.sbr.kernels.cpu.loops;

import io.sbr.tensor.OptimizerKernels.AdagradStep;
import java.util.Arrays;

/**
 * Loops without the Vector API. Where it pays, rows are copied into arrays of their own: the
 * compiler turns {@code y[j] = f(x[j])} on separate arrays with one index into vectors, but not the
 * same with two run-time offsets, since the ranges might overlap.
 */
public final class PlainLoops implements Loops {
  private static final int LANES = 16;
  private static final int PANEL = 256;
  private static final int ROWS = 32;

  private static final int DEPTH = PlainProduct.DEPTH;

  private static final class Rows {
    final float[][] c = new float[ROWS][PANEL];
    final float[][] b = new float[DEPTH][PANEL];
  }

  private final ThreadLocal<Rows> scratch = ThreadLocal.withInitial(Rows::new);

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public boolean plain() {
    return true;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int leastColumns() {
    return LANES;
  }

  @Override
  public int panelWidth(int columns) {
    return Math.min(columns, PANEL);
  }

  @Override
  public int panelRows(boolean columnsStandTogether) {
    return ROWS;
  }

  @Override
  public void multiplyPanel(
      int row,
      int rows,
      int column,
      int width,
      int k,
      MatrixView a,
      MatrixView b,
      MatrixView c,
      boolean add) {
    multiplyPanel(
        rows,
        width,
        k,
        a.array(),
        a.at(row, 0),
        a.rowStride(),
        a.columnStride(),
        b.array(),
        b.offset(),
        b.rowStride(),
        c.array(),
        c.at(row, column),
        c.rowStride(),
        add);
  }

  private void multiplyPanel(
      int rows,
      int width,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    Rows own = scratch.get();
    for (int from = 0; from < rows; from += ROWS) {
      int n = Math.min(ROWS, rows - from);
      for (int i = 0; i < n; i++) {
        Arrays.fill(own.c[i], 0, width, 0);
      }
      for (int p = 0; p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        for (int q = 0; q < depth; q++) {
          System.arraycopy(b, bAt + (p + q) * bRow, own.b[q], 0, width);
        }
        for (int i = 0; i < n; i++) {
          int at = aAt + (from + i) * aRow + p * aStep;
          if (depth == DEPTH) {
            PlainProduct.addFour(
                own.c[i], own.b, a[at], a[at + aStep], a[at + 2 * aStep], a[at + 3 * aStep], width);
          } else {
            for (int q = 0; q < depth; q++) {
              addOne(own.c[i], own.b[q], a[at + q * aStep], width);
            }
          }
        }
      }
      for (int i = 0; i < n; i++) {
        int to = cAt + (from + i) * cRow;
        if (add) {
          add(own.c[i], 0, c, to, c, to, width);
        } else {
          System.arraycopy(own.c[i], 0, c, to, width);
        }
      }
    }
  }

  @Override
  public void multiplyRow(
      int columns, int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
    multiplyPanel(1, columns, k, a, aAt, k, 1, b, bAt, columns, c, cAt, columns, false);
  }

  private static void addOne(float[] c, float[] b, float x, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(x, b[j], c[j]);
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[xAt + i] + y[yAt + i];
    }
  }

  @Override
  public void subtract(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[xAt + i] - y[yAt + i];
    }
  }

  @Override
  public void multiplyAdd(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = Math.fma(x[xAt + i], y[yAt + i], z[zAt + i]);
    }
  }

  @Override
  public void multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[xAt + i] * y[yAt + i];
    }
  }

  @Override
  public void divide(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[xAt + i] / y[yAt + i];
    }
  }

  @Override
  public void scale(float factor, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[xAt + i] * factor;
    }
  }

  @Override
  public void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(factor, x[xAt + i], y[yAt + i]);
    }
  }

  @Override
  public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
    float even = 0;
    float odd = 0;
    int i = 0;
    for (; i <= n - 2; i += 2) {
      even = Math.fma(x[xAt + i], y[yAt + i], even);
      odd = Math.fma(x[xAt + i + 1], y[yAt + i + 1], odd);
    }
    return i < n ? Math.fma(x[xAt + i], y[yAt + i], even + odd) : even + odd;
  }

  @Override
  public void exp(float[] x, int xAt, float[] y, int yAt, int n) {
    float[][] own = scratch.get().b;
    for (int from = 0; from < n; from += PANEL) {
      int count = Math.min(PANEL, n - from);
      System.arraycopy(x, xAt + from, own[0], 0, count);
      exp(own, count);
      System.arraycopy(own[0], 0, y, yAt + from, count);
    }
  }

  /**
   * rows[0] = exp(rows[0]), in two loops: the first the compiler makes vectors of, but it does not
   * know how to move the bits of an integer into a float in one.
   */
  private static void exp(float[][] rows, int n) {
    float[] x = rows[0];
    float[] shifted = rows[1];
    float[] p = rows[2];
    for (int i = 0; i < n; i++) {
      float s = ScalarMath.shifted(x[i]);
      shifted[i] = s;
      p[i] = ScalarMath.fraction(x[i], s);
    }
    for (int i = 0; i < n; i++) {
      x[i] = ScalarMath.times2ToThe(shifted[i], p[i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    float[][] own = scratch.get().b;
    float[] e = own[0];
    for (int from = 0; from < n; from += PANEL) {
      int count = Math.min(PANEL, n - from);
      for (int i = 0; i < count; i++) {
        e[i] = Math.abs(x[xAt + from + i]) * -1;
      }
      exp(own, count);
      for (int i = 0; i < count; i++) {
        y[yAt + from + i] = ScalarMath.sigmoid(e[i], x[xAt + from + i]);
      }
    }
  }

  @Override
  public void sigmoidBackward(
      float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float s = y[yAt + i];
      dx[dxAt + i] = dy[dyAt + i] * (s * (1 - s));
    }
  }

  @Override
  public void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    float[][] own = scratch.get().b;
    float[] e = own[0];
    for (int from = 0; from < n; from += PANEL) {
      int count = Math.min(PANEL, n - from);
      for (int i = 0; i < count; i++) {
        e[i] = Math.abs(x[xAt + from + i]) * -2;
      }
      exp(own, count);
      for (int i = 0; i < count; i++) {
        y[yAt + from + i] = ScalarMath.tanh(e[i], x[xAt + from + i]);
      }
    }
  }

  @Override
  public void tanhBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float t = y[yAt + i];
      dx[dxAt + i] = dy[dyAt + i] * (1 - t * t);
    }
  }

  @Override
  public void leakyRelu(
      float slope, float[] gate, int gateAt, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[xAt + i] * (gate[gateAt + i] > 0 ? 1 : slope);
    }
  }

  @Override
  public void dropout(
      DropoutRule rule, long first, float[] x, int xAt, float[] out, int outAt, int n) {
    ScalarDropout.apply(rule, first, x, xAt, out, outAt, n);
  }

  @Override
  public void gruRowBackward(int row, GruMatrices matrices) {
    ScalarGru.backward(row, 0, matrices);
  }

  @Override
  public void attentionWeigh(
      float clicks, float[] rows, int logitsAt, int valuesAt, float[] mean, float[] norm, int n) {
    ScalarAttention.weigh(clicks, rows, logitsAt, valuesAt, mean, norm, 0, n);
  }

  @Override
  public void attentionBackward(
      float[] rows, int logitsAt, int valuesAt, float[] mean, float[] delta, int n) {
    ScalarAttention.backward(rows, logitsAt, valuesAt, mean, delta, 0, n);
  }

  @Override
  public void adagrad(
      AdagradStep step,
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n) {
    ScalarAdagrad.update(step, w, wAt, a, aAt, v, vAt, g, gAt, n);
  }

  @Override
  public void adam(
      AdamFactors factors,
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n) {
    float[][] own = scratch.get().b;
    for (int from = 0; from < n; from += PANEL) {
      int count = Math.min(PANEL, n - from);
      System.arraycopy(w, wAt + from, own[0], 0, count);
      System.arraycopy(m, mAt + from, own[1], 0, count);
      System.arraycopy(v, vAt + from, own[2], 0, count);
      System.arraycopy(g, gAt + from, own[3], 0, count);
      ScalarAdam.update(factors, own[0], own[1], own[2], own[3], count);
      System.arraycopy(own[0], 0, w, wAt + from, count);
      System.arraycopy(own[1], 0, m, mAt + from, count);
      System.arraycopy(own[2], 0, v, vAt + from, count);
    }
  }

  @Override
  public void columnMax(float[] tile, int at, int rows, int width, float[] max) {
    Rows own = scratch.get();
    float[] x = own.b[0];
    float[] most = own.c[0];
    for (int from = 0; from < width; from += PANEL) {
      int count = Math.min(PANEL, width - from);
      System.arraycopy(max, from, most, 0, count);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(tile, at + i * width + from, x, 0, count);
        for (int j = 0; j < count; j++) {
          most[j] = Math.max(most[j], x[j]);
        }
      }
      System.arraycopy(most, 0, max, from, count);
    }
  }

  @Override
  public void expAndSum(float[] tile, int at, int rows, int width, float[] reference, float[] sum) {
    Rows own = scratch.get();
    float[] x = own.b[0];
    float[] base = own.b[3];
    float[] total = own.c[0];
    for (int from = 0; from < width; from += PANEL) {
      int count = Math.min(PANEL, width - from);
      System.arraycopy(reference, from, base, 0, count);
      System.arraycopy(sum, from, total, 0, count);
      for (int i = 0; i < rows; i++) {
        int row = at + i * width + from;
        System.arraycopy(tile, row, x, 0, count);
        for (int j = 0; j < count; j++) {
          x[j] = Math.min(x[j] - base[j], ScalarMath.HIGHEST);
        }
        exp(own.b, count);
        for (int j = 0; j < count; j++) {
          total[j] += x[j];
        }
        System.arraycopy(x, 0, tile, row, count);
      }
      System.arraycopy(total, 0, sum, from, count);
    }
  }

  @Override
  public int countAbove(float[] x, int xAt, int n, float bar) {
    return ScalarMath.countAbove(x, xAt, n, bar);
  }

  @Override
  public int firstNotBelow(float[] x, int xAt, int n, float bar) {
    int i = 0;
    while (i < n && x[xAt + i] < bar) {
      i++;
    }
    return i;
  }
}
