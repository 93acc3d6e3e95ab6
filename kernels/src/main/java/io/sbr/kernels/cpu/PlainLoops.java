package io.sbr.kernels.cpu;

import java.util.Arrays;

/**
 * Loops without the Vector API. Where it pays, rows are copied into arrays of their own: the
 * compiler turns {@code y[j] = f(x[j])} on separate arrays with one index into vectors, but not the
 * same with two run-time offsets, since the ranges might overlap.
 */
final class PlainLoops implements Loops {
  private static final int LANES = 16;
  private static final int PANEL = 256;
  private static final int ROWS = 32;

  /** Rows of B that one pass over a row of C uses. */
  private static final int DEPTH = 4;

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
  public int panelRows() {
    return ROWS;
  }

  @Override
  public void multiplyPanel(
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
        if (add) {
          System.arraycopy(c, cAt + (from + i) * cRow, own.c[i], 0, width);
        } else {
          Arrays.fill(own.c[i], 0, width, 0);
        }
      }
      for (int p = 0; p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        for (int q = 0; q < depth; q++) {
          System.arraycopy(b, bAt + (p + q) * bRow, own.b[q], 0, width);
        }
        for (int i = 0; i < n; i++) {
          int at = aAt + (from + i) * aRow + p * aStep;
          if (depth == DEPTH) {
            addFour(
                own.c[i], own.b, a[at], a[at + aStep], a[at + 2 * aStep], a[at + 3 * aStep], width);
          } else {
            for (int q = 0; q < depth; q++) {
              addOne(own.c[i], own.b[q], a[at + q * aStep], width);
            }
          }
        }
      }
      for (int i = 0; i < n; i++) {
        System.arraycopy(own.c[i], 0, c, cAt + (from + i) * cRow, width);
      }
    }
  }

  @Override
  public void multiplyRow(
      int columns, int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
    multiplyPanel(1, columns, k, a, aAt, k, 1, b, bAt, columns, c, cAt, columns, false);
  }

  private static void addFour(
      float[] c, float[][] b, float x0, float x1, float x2, float x3, int n) {
    float[] b0 = b[0];
    float[] b1 = b[1];
    float[] b2 = b[2];
    float[] b3 = b[3];
    for (int j = 0; j < n; j++) {
      c[j] =
          Math.fma(x3, b3[j], Math.fma(x2, b2[j], Math.fma(x1, b1[j], Math.fma(x0, b0[j], c[j]))));
    }
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
    for (int i = 0; i < n; i++) {
      y[yAt + i] = ScalarMath.exp(x[xAt + i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = ScalarMath.sigmoid(x[xAt + i]);
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
    for (int i = 0; i < n; i++) {
      y[yAt + i] = ScalarMath.tanh(x[xAt + i]);
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
  public void leak(
      float slope, float[] gate, int gateAt, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[xAt + i] * (gate[gateAt + i] > 0 ? 1 : slope);
    }
  }

  @Override
  public void gruRowBackward(
      int row,
      int d,
      float[] gates,
      int gatesAt,
      float[] gh,
      int ghAt,
      float[] h,
      int hAt,
      float[] dout,
      int doutAt,
      float[] dgi,
      int dgiAt,
      float[] dgh,
      int dghAt,
      float[] dh,
      int dhAt) {
    ScalarGru.backward(
        row, 0, d, gates, gatesAt, gh, ghAt, h, hAt, dout, doutAt, dgi, dgiAt, dgh, dghAt, dh,
        dhAt);
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
    ScalarAdam.update(factors, w, wAt, m, mAt, v, vAt, g, gAt, n);
  }

  @Override
  public void columnMax(float[] tile, int at, int rows, int width, float[] max) {
    for (int i = 0, p = at; i < rows; i++) {
      for (int j = 0; j < width; j++, p++) {
        max[j] = Math.max(max[j], tile[p]);
      }
    }
  }

  @Override
  public void expAndSum(float[] tile, int at, int rows, int width, float[] reference, float[] sum) {
    for (int i = 0, p = at; i < rows; i++) {
      for (int j = 0; j < width; j++, p++) {
        float e = ScalarMath.exp(tile[p] - reference[j]);
        tile[p] = e;
        sum[j] += e;
      }
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
