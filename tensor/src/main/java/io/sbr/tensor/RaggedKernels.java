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

  /**
   * {@link #segmentSoftmax} over the rows whose {@code keep} is not 0; the others get 0, and so
   * does a segment without kept rows. The gradient is {@link #segmentSoftmaxBackward}'s: a dropped
   * row has y = 0 and so dx = 0.
   *
   * @param keep one number per row, 0 or 1
   */
  void maskedSegmentSoftmax(Tensor x, Tensor keep, Segments segments, Tensor y);

  /**
   * Keeps the best rows of each segment: keptAfter[r] = 1 if keptBefore[r] ≠ 0 and fewer than
   * counts[s] kept rows of its segment s come before it, by descending score, ties by ascending
   * row; else 0. A NaN comes after every number. Shapes do not depend on the scores: a dropped row
   * stays, marked (top-k pooling, docs/models.md, section 6).
   *
   * @param scores one per row
   * @param keptBefore one per row, 0 or 1
   * @param counts {@code [segments.count()]} how many rows to keep
   * @param keptAfter one per row, receives 0 or 1; may be {@code keptBefore}
   */
  void segmentTopK(
      Tensor scores, Tensor keptBefore, Segments segments, Ints counts, Tensor keptAfter);

  /** out[r, :] = weights[r] · x[r, :]; weights of size n; {@code out} may be {@code x}. */
  void scaleRows(Tensor x, Tensor weights, Tensor out);

  /**
   * out[r] = Σ_c a[r, c]·b[r, c]: the gradient of {@link #scaleRows} with respect to the weights.
   */
  void rowDots(Tensor a, Tensor b, Tensor out);
}
