package io.sbr.tensor;

/** Products and elementwise operations on dense matrices. */
public interface DenseKernels {
  /**
   * out = op(a)·op(b), or out += op(a)·op(b) when {@code accumulate}; op transposes where asked.
   * With op(a) {@code [m, k]} and op(b) {@code [k, n]}, out is {@code [m, n]}. 2mkn operations.
   */
  void matmul(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out, boolean accumulate);

  /** out[r, :] = x[r, :] + row; {@code out} may be {@code x}. x {@code [n, c]}, row of size c. */
  void addRow(Tensor x, Tensor row, Tensor out);

  /** row[c] = Σ_r x[r, c], or += when {@code accumulate}: the gradient of {@link #addRow}. */
  void sumRows(Tensor x, Tensor row, boolean accumulate);

  /** out = a + b; {@code out} may be {@code a} or {@code b}. */
  void add(Tensor a, Tensor b, Tensor out);

  /** out = a ⊙ b; {@code out} may be {@code a} or {@code b}. */
  void multiply(Tensor a, Tensor b, Tensor out);

  /** out = factor · x; {@code out} may be {@code x}. */
  void scale(Tensor x, double factor, Tensor out);

  /** y = 1 / (1 + exp(−x)); {@code y} may be {@code x}. */
  void sigmoid(Tensor x, Tensor y);

  /** dx = dy ⊙ y ⊙ (1 − y), from the <em>result</em> y; {@code dx} may be {@code dy}. */
  void sigmoidBackward(Tensor y, Tensor dy, Tensor dx);

  /** y = tanh(x); {@code y} may be {@code x}. */
  void tanh(Tensor x, Tensor y);

  /** dx = dy ⊙ (1 − y²), from the <em>result</em> y; {@code dx} may be {@code dy}. */
  void tanhBackward(Tensor y, Tensor dy, Tensor dx);

  /** y = ln x, −∞ for 0; {@code y} may be {@code x}. */
  void log(Tensor x, Tensor y);

  /** dx = dy/x; {@code dx} may be {@code dy}. */
  void logBackward(Tensor x, Tensor dy, Tensor dx);

  /** y = x where x is positive, else slope · x; {@code y} may be {@code x}. slope ≥ 0. */
  void leakyRelu(Tensor x, double slope, Tensor y);

  /**
   * dx = dy where y is positive, else slope · dy, from the <em>result</em> y; {@code dx} may be
   * {@code dy}.
   */
  void leakyReluBackward(Tensor y, Tensor dy, double slope, Tensor dx);

  /**
   * y = x·Φ(x), the Gaussian error linear unit (Hendrycks and Gimpel, 2016) with Φ the normal
   * distribution itself, not an approximation by tanh; {@code y} may be {@code x}.
   */
  void gelu(Tensor x, Tensor y);

  /** dx = dy ⊙ (Φ(x) + x·φ(x)), φ the normal density; {@code dx} may be {@code dy}. */
  void geluBackward(Tensor x, Tensor dy, Tensor dx);

  /**
   * Inverted dropout: element i becomes x/(1 − rate), or 0 where {@link Philox#uniform}(seed,
   * stream, i) is below {@code rate}. Its own gradient: the same call on dy. {@code out} may be
   * {@code x}.
   *
   * @param rate in [0, 1)
   */
  void dropout(Tensor x, double rate, long seed, long stream, Tensor out);

  /**
   * out = the largest of {@code steps} matrices, element by element: x holds them one after
   * another, {@code [steps·n, c]}, out is {@code [n, c]}. Where one is NaN so is the result. The
   * pooling over time that follows a convolution.
   *
   * @param steps at least 1
   */
  void maxOverTime(Tensor x, int steps, Tensor out);

  /**
   * The gradient of {@link #maxOverTime}: dx is dout at the step that was the largest, the first of
   * equal ones, and 0 at the others.
   *
   * @param x {@code [steps·n, c]}, as given to the forward pass
   * @param dout {@code [n, c]}
   * @param dx {@code [steps·n, c]}
   */
  void maxOverTimeBackward(Tensor x, int steps, Tensor dout, Tensor dx);

  /**
   * Copies {@code width} columns of source, from column {@code sourceColumn}, over those of target
   * from {@code targetColumn}; other columns of target stay. Joins and splits matrices side by
   * side.
   */
  void copyColumns(Tensor source, int sourceColumn, Tensor target, int targetColumn, int width);
}
