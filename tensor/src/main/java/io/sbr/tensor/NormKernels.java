package io.sbr.tensor;

/** Normalisation of rows and vectors. */
public interface NormKernels {
  /**
   * Layer normalisation with the biased variance: out[r, :] = (x[r, :] − μ_r) · ρ_r ⊙ weight + bias
   * with ρ_r = 1/√(var_r + epsilon).
   *
   * @param x {@code [n, c]}
   * @param weight of size c
   * @param bias of size c
   * @param statistics {@code [n, 2]} receives μ and ρ for the backward pass
   * @param out {@code [n, c]}
   */
  void layerNorm(
      Tensor x, Tensor weight, Tensor bias, double epsilon, Tensor statistics, Tensor out);

  /**
   * Gradients of {@link #layerNorm}. With x̂ = (x − μ)ρ and a = dy ⊙ weight: dx = ρ(a − mean(a) −
   * x̂ · mean(a ⊙ x̂)), dweight = Σ_r dy ⊙ x̂, dbias = Σ_r dy.
   *
   * @param statistics as written by the forward pass
   * @param dweight overwritten
   * @param dbias overwritten
   */
  void layerNormBackward(
      Tensor x,
      Tensor weight,
      Tensor statistics,
      Tensor dy,
      Tensor dx,
      Tensor dweight,
      Tensor dbias);

  /**
   * out[r, :] = x[r, :]/‖x[r, :]‖; a row of zeros stays one.
   *
   * @param x {@code [n, c]}
   * @param out {@code [n, c]}
   */
  void unitRows(Tensor x, Tensor out);

  /**
   * dx[r, :] = (dy − y(y · dy))/‖x[r, :]‖ row by row, with y as {@link #unitRows} left it; 0 for a
   * row of zeros.
   */
  void unitRowsBackward(Tensor x, Tensor y, Tensor dy, Tensor dx);

  /** out = x/‖x‖, the whole tensor as one vector. */
  void unitVector(Tensor x, Tensor out);

  /** dx = (dy − y(y · dy))/‖x‖, with y = x/‖x‖ as {@link #unitVector} left it. */
  void unitVectorBackward(Tensor x, Tensor y, Tensor dy, Tensor dx);
}
