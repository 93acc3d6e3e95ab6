package io.sbr.kernels.cpu.loops;

import io.sbr.tensor.OptimizerKernels.AdagradStep;

/**
 * The loops that know whether there are vectors: everything above is written once. Arrays come with
 * the index at which to begin. Both implementations add and multiply in the same order except where
 * a method says otherwise.
 */
public interface Loops {
  /** For people: "512-bit SIMD" or "plain loops". */
  String description();

  /** Whether they do without the Vector API. */
  default boolean plain() {
    return false;
  }

  /** Rows of score tiles and panels are padded with zeros to a multiple of this. */
  int lanes();

  /** The least padded width that {@link #multiplyPanel} works on. */
  int leastColumns();

  /**
   * Width of the next panel of a product of which {@code columns} (a multiple of {@link #lanes()})
   * are left.
   */
  int panelWidth(int columns);

  /**
   * Rows of C that {@link #multiplyPanel} computes at once in panels of the greatest width.
   *
   * @param columnsStandTogether whether it is A's columns that do, and not its rows
   */
  int panelRows(boolean columnsStandTogether);

  /**
   * C = A·B, or C += A·B if {@code add}, for one panel: the rows {@code [row, row + rows)} and
   * columns {@code [column, column + width)} of C, the same rows of A, whose width is k, and B
   * {@code [k, width]}. One chain of fused multiply-adds from 0 in ascending p for each element; C
   * is added last.
   *
   * @param a of either direction
   * @param b of rows that stand together
   * @param c of rows that stand together
   */
  void multiplyPanel(
      int row,
      int rows,
      int column,
      int width,
      int k,
      MatrixView a,
      MatrixView b,
      MatrixView c,
      boolean add);

  /**
   * {@link #multiplyPanel} for a single row: A {@code [1, k]}, B {@code [k, columns]} without gaps,
   * its columns a multiple of {@link io.sbr.kernels.cpu.engine.ItemPanels#WIDTH}; the same bits.
   */
  void multiplyRow(int columns, int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt);

  /** out = x + y. */
  void add(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n);

  /** out = x ⊙ y. */
  void multiply(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n);

  /** out = x / y. */
  void divide(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n);

  /** out = x − y. */
  void subtract(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int n);

  /** out = x ⊙ y + z, fused. */
  void multiplyAdd(
      float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, float[] out, int outAt, int n);

  /** out = factor · x. */
  void scale(float factor, float[] x, int xAt, float[] out, int outAt, int n);

  /** y += factor · x, fused. */
  void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int n);

  /** Σ x·y; each implementation has an order of additions of its own. */
  float dot(float[] x, int xAt, float[] y, int yAt, int n);

  /** y = exp(x) for x ≤ 0. */
  void exp(float[] x, int xAt, float[] y, int yAt, int n);

  /** y = 1 / (1 + exp(−x)). */
  void sigmoid(float[] x, int xAt, float[] y, int yAt, int n);

  /** dx = dy ⊙ y ⊙ (1 − y). */
  void sigmoidBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /** y = tanh(x). */
  void tanh(float[] x, int xAt, float[] y, int yAt, int n);

  /** dx = dy ⊙ (1 − y²). */
  void tanhBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /** out = x where {@code gate} is positive, otherwise slope · x: leaky ReLU in both directions. */
  void leakyRelu(
      float slope, float[] gate, int gateAt, float[] x, int xAt, float[] out, int outAt, int n);

  /**
   * Inverted dropout of the numbers at the indices {@code first} … {@code first + n − 1} of a
   * tensor: out = factor · x, or 0 ({@link io.sbr.tensor.DenseKernels#dropout}).
   */
  void dropout(DropoutRule rule, long first, float[] x, int xAt, float[] out, int outAt, int n);

  /**
   * Row {@code row} of the gradients of a GRU update (see {@link
   * io.sbr.tensor.RecurrentKernels#gruCellBackward}).
   */
  void gruRowBackward(int row, GruMatrices matrices);

  /**
   * One node's part in target attention for n items: logits (powers by now) become w =
   * clicks·logits, norm += w, mean += w·values, fused.
   */
  void attentionWeigh(
      float clicks, float[] rows, int logitsAt, int valuesAt, float[] mean, float[] norm, int n);

  /**
   * Backward pass: with dg = w·delta, the values become dg and the logits dg·(values − mean).
   *
   * @param delta gradient of the score divided by the attention's norm
   */
  void attentionBackward(
      float[] rows, int logitsAt, int valuesAt, float[] mean, float[] delta, int n);

  /** One step of Adam on n weights, moments and gradients. */
  void adam(
      AdamFactors factors,
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n);

  /** One step of Adagrad on n weights, squares, velocities and gradients. */
  void adagrad(
      AdagradStep step,
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n);

  /**
   * max[j] = max(max[j], tile[i, j]) over the rows of a tile whose width is a multiple of {@link
   * #lanes()}; a NaN stays.
   */
  void columnMax(float[] tile, int at, int rows, int width, float[] max);

  /**
   * tile[i, j] = exp(tile[i, j] − reference[j]); sum[j] += Σᵢ tile[i, j], ascending. Where the
   * difference is above 88, or NaN, the exponential is some number above 10³⁷, infinite or NaN.
   */
  void expAndSum(float[] tile, int at, int rows, int width, float[] reference, float[] sum);

  /** How many of n numbers are above a bar, or −1 if one of them is NaN; n less than 2²⁴. */
  int countAbove(float[] x, int xAt, int n, float bar);

  /** The first of n numbers that is not below a bar, NaN included; n if there is none. */
  int firstNotBelow(float[] x, int xAt, int n, float bar);
}
