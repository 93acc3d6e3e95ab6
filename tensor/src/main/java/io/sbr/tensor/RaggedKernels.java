package io.sbr.tensor;

/** Sparse and ragged operations: everything whose shape comes from the data. */
public interface RaggedKernels {
  /** out[i, :] = table[indices[i], :]. */
  void gatherRows(Tensor table, Ints indices, Tensor out);

  /**
   * out[index.rows[u], :] += Σ values[p, :] over the positions p of group u, in ascending order;
   * rows that were not gathered stay. The gradient of {@link #gatherRows}.
   */
  void scatterAddRows(Tensor values, RowGather index, Tensor out);

  /** out = a · x, a sparse {@code [n, m]}, x {@code [m, c]}. Entries are added in storage order. */
  void spmm(Csr a, Tensor x, Tensor out);

  /** out[s, :] = Σ x[r, :] over the rows of segment s, ascending; zero for an empty segment. */
  void segmentSum(Tensor x, Segments segments, Tensor out);

  /**
   * Per segment and column, y = exp(x − max) / Σ exp(x − max). x and y {@code [total, c]}; {@code
   * y} may be {@code x}.
   */
  void segmentSoftmax(Tensor x, Segments segments, Tensor y);

  /** dx = y ⊙ (dy − Σ_segment y ⊙ dy), from the result y; {@code dx} may be {@code dy}. */
  void segmentSoftmaxBackward(Tensor y, Tensor dy, Segments segments, Tensor dx);

  /** out[r, :] = weights[r] · x[r, :]; weights of size n; {@code out} may be {@code x}. */
  void scaleRows(Tensor x, Tensor weights, Tensor out);

  /**
   * out[r] = Σ_c a[r, c]·b[r, c]: the gradient of {@link #scaleRows} with respect to the weights.
   */
  void rowDots(Tensor a, Tensor b, Tensor out);
}
