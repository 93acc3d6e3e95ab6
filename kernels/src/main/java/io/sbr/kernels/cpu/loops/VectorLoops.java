package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.OptimizerKernels.AdagradStep;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over vectors of the widest kind the machine has. Only array loads and stores, no masked
 * ones: what is left at the end of an array is done one number at a time by {@link ScalarMath}'s
 * formulas, with the same bits. Loaded only when {@code jdk.incubator.vector} is present.
 *
 * <p>Where a loop carries a vector from one round to the next, that vector is an argument and never
 * the receiver: {@code sum = x.add(sum)}. Of a receiver that comes round a loop C2 knows no more
 * than that it is some {@code FloatVector}, and if its profile is thin by chance it calls the
 * operation instead of inlining it: vectors then become objects, two in each round. Where it must
 * be a receiver after the loop, to be stored, {@link #EXACT} tells its class.
 */
public final class VectorLoops implements Loops {
  /** The only species in the process: two of them slow each other down many times on JDK 17. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final VectorSpecies<Float> S = SPECIES;
  private static final int W = S.length();

  /**
   * The class of these vectors. {@code EXACT.cast(v)} costs nothing and tells the compiler what it
   * may not know of v: which method a call on it means, whatever its profile (docs/performance.md,
   * "The micro-kernel").
   */
  static final Class<? extends FloatVector> EXACT = S.vectorType().asSubclass(FloatVector.class);

  @Override
  public String description() {
    return S.vectorBitSize() + "-bit SIMD";
  }

  @Override
  public int lanes() {
    return W;
  }

  @Override
  public int leastColumns() {
    return 2 * W;
  }

  @Override
  public int panelWidth(int columns) {
    return VectorPanels.width(columns);
  }

  @Override
  public int panelRows(boolean columnsStandTogether) {
    return VectorPanels.rows(columnsStandTogether);
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
    VectorPanels.multiply(
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

  @Override
  public void multiplyRow(
      int columns, int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
    int block = columns % (6 * W) == 0 ? 6 * W : 3 * W;
    for (int j = 0; j < columns; j += block) {
      if (block == 6 * W) {
        RowKernels.by6(k, a, aAt, b, bAt + j, columns, c, cAt + j);
      } else {
        RowKernels.by3(k, a, aAt, b, bAt + j, columns, c, cAt + j);
      }
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector.fromArray(S, x, xAt + i)
          .add(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = x[xAt + i] + y[yAt + i];
    }
  }

  @Override
  public void multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector.fromArray(S, x, xAt + i)
          .mul(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = x[xAt + i] * y[yAt + i];
    }
  }

  @Override
  public void divide(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector.fromArray(S, x, xAt + i)
          .div(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = x[xAt + i] / y[yAt + i];
    }
  }

  @Override
  public void scale(float factor, float[] x, int xAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector.fromArray(S, x, xAt + i).mul(factor).intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = x[xAt + i] * factor;
    }
  }

  @Override
  public void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector f = FloatVector.broadcast(S, factor);
    int i = 0;
    for (; i <= n - W; i += W) {
      f.fma(FloatVector.fromArray(S, x, xAt + i), FloatVector.fromArray(S, y, yAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.fma(factor, x[xAt + i], y[yAt + i]);
    }
  }

  @Override
  public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector sums = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - W; i += W) {
      sums = FloatVector.fromArray(S, x, xAt + i).fma(FloatVector.fromArray(S, y, yAt + i), sums);
    }
    // reduceLanes(ADD) changes its order when it is compiled; an array keeps one.
    float[] lanes = Scratch.floats(Slot.LANES, W);
    EXACT.cast(sums).intoArray(lanes, 0);
    float sum = 0;
    for (int lane = 0; lane < W; lane++) {
      sum += lanes[lane];
    }
    for (; i < n; i++) {
      sum = Math.fma(x[xAt + i], y[yAt + i], sum);
    }
    return sum;
  }

  @Override
  public void subtract(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector.fromArray(S, x, xAt + i)
          .sub(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = x[xAt + i] - y[yAt + i];
    }
  }

  @Override
  public void multiplyAdd(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, float[] out, int outAt, int n) {
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector.fromArray(S, x, xAt + i)
          .fma(FloatVector.fromArray(S, y, yAt + i), FloatVector.fromArray(S, z, zAt + i))
          .intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = Math.fma(x[xAt + i], y[yAt + i], z[zAt + i]);
    }
  }

  @Override
  public void exp(float[] x, int xAt, float[] y, int yAt, int n) {
    VectorExp.exp(x, xAt, y, yAt, n);
  }

  @Override
  public void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    VectorExp.sigmoid(x, xAt, y, yAt, n);
  }

  @Override
  public void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    VectorExp.tanh(x, xAt, y, yAt, n);
  }

  @Override
  public void sigmoidBackward(
      float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    FloatVector one = FloatVector.broadcast(S, 1);
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector s = FloatVector.fromArray(S, y, yAt + i);
      FloatVector.fromArray(S, dy, dyAt + i).mul(s.mul(one.sub(s))).intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) {
      float s = y[yAt + i];
      dx[dxAt + i] = dy[dyAt + i] * (s * (1 - s));
    }
  }

  @Override
  public void tanhBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    FloatVector one = FloatVector.broadcast(S, 1);
    int i = 0;
    for (; i <= n - W; i += W) {
      FloatVector t = FloatVector.fromArray(S, y, yAt + i);
      FloatVector.fromArray(S, dy, dyAt + i).mul(one.sub(t.mul(t))).intoArray(dx, dxAt + i);
    }
    for (; i < n; i++) {
      float t = y[yAt + i];
      dx[dxAt + i] = dy[dyAt + i] * (1 - t * t);
    }
  }

  @Override
  public void leakyRelu(
      float slope, float[] gate, int gateAt, float[] x, int xAt, float[] out, int outAt, int n) {
    FloatVector s = FloatVector.broadcast(S, slope);
    int i = 0;
    for (; i <= n - W; i += W) {
      VectorMask<Float> positive =
          FloatVector.fromArray(S, gate, gateAt + i).compare(VectorOperators.GT, 0);
      FloatVector.fromArray(S, x, xAt + i).mul(s.blend(1, positive)).intoArray(out, outAt + i);
    }
    for (; i < n; i++) {
      out[outAt + i] = x[xAt + i] * (gate[gateAt + i] > 0 ? 1 : slope);
    }
  }

  @Override
  public void dropout(
      DropoutRule rule, long first, float[] x, int xAt, float[] out, int outAt, int n) {
    VectorDropout.apply(rule, first, x, xAt, out, outAt, n);
  }

  @Override
  public void gruRowBackward(int row, GruMatrices matrices) {
    int done = VectorGru.backward(row, matrices);
    if (done < matrices.d()) {
      ScalarGru.backward(row, done, matrices);
    }
  }

  @Override
  public void attentionWeigh(
      float clicks, float[] rows, int logitsAt, int valuesAt, float[] mean, float[] norm, int n) {
    VectorAttention.weigh(clicks, rows, logitsAt, valuesAt, mean, norm, n);
  }

  @Override
  public void attentionBackward(
      float[] rows, int logitsAt, int valuesAt, float[] mean, float[] delta, int n) {
    VectorAttention.backward(rows, logitsAt, valuesAt, mean, delta, n);
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
    VectorAdagrad.update(step, w, wAt, a, aAt, v, vAt, g, gAt, n);
  }

  @Override
  public void adam(
      AdamFactors f,
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n) {
    VectorAdam.update(f, w, wAt, m, mAt, v, vAt, g, gAt, n);
  }

  @Override
  public void columnMax(float[] tile, int at, int rows, int width, float[] max) {
    int j = 0;
    // Four columns of vectors at once: one alone would wait for its own last result.
    for (; j <= width - 4 * W; j += 4 * W) {
      FloatVector m0 = FloatVector.fromArray(S, max, j);
      FloatVector m1 = FloatVector.fromArray(S, max, j + W);
      FloatVector m2 = FloatVector.fromArray(S, max, j + 2 * W);
      FloatVector m3 = FloatVector.fromArray(S, max, j + 3 * W);
      for (int i = 0, p = at + j; i < rows; i++, p += width) {
        m0 = FloatVector.fromArray(S, tile, p).max(m0);
        m1 = FloatVector.fromArray(S, tile, p + W).max(m1);
        m2 = FloatVector.fromArray(S, tile, p + 2 * W).max(m2);
        m3 = FloatVector.fromArray(S, tile, p + 3 * W).max(m3);
      }
      EXACT.cast(m0).intoArray(max, j);
      EXACT.cast(m1).intoArray(max, j + W);
      EXACT.cast(m2).intoArray(max, j + 2 * W);
      EXACT.cast(m3).intoArray(max, j + 3 * W);
    }
    for (; j < width; j += W) {
      FloatVector m = FloatVector.fromArray(S, max, j);
      for (int i = 0, p = at + j; i < rows; i++, p += width) {
        m = FloatVector.fromArray(S, tile, p).max(m);
      }
      EXACT.cast(m).intoArray(max, j);
    }
  }

  @Override
  public void expAndSum(float[] tile, int at, int rows, int width, float[] reference, float[] sum) {
    VectorExp.expAndSum(tile, at, rows, width, reference, sum);
  }

  @Override
  public int countAbove(float[] x, int xAt, int n, float bar) {
    return VectorScan.countAbove(x, xAt, n, bar);
  }

  @Override
  public int firstNotBelow(float[] x, int xAt, int n, float bar) {
    return VectorScan.firstNotBelow(x, xAt, n, bar);
  }
}
