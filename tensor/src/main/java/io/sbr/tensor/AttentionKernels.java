package io.sbr.tensor;

/**
 * Attention with several heads. A row of width heads · c holds the heads' vectors one after
 * another.
 */
public interface AttentionKernels {
  /**
   * How rows attend to each other.
   *
   * @param heads number of heads; divides the width
   * @param causal row i sees only rows j ≤ i of its segment
   * @param dropout rate at which probabilities are dropped (and the others divided by 1 − rate);
   *     the probability of head h, row i (of the batch) and the j-th key of its segment is dropped
   *     where {@link Philox#uniform}(seed, stream, (i · heads + h) · 2²⁰ + j) is below the rate
   * @param seed of the dropout
   * @param stream of the dropout
   */
  record Attention(int heads, boolean causal, double dropout, long seed, long stream) {
    /** Longest segment that the dropout's numbering has room for. */
    public static final int MAX_KEYS = 1 << 20;

    /** Without dropout. */
    public static Attention of(int heads, boolean causal) {
      return new Attention(heads, causal, 0, 0, 0);
    }
  }

  /**
   * Scaled dot-product attention within each segment (Vaswani et al., 2017, equation 1), head by
   * head with c = width/heads: p_ij = softmax_j(q_i · k_j/√c), out_i = Σ_j p_ij v_j. No matrix of
   * probabilities is kept: the backward pass computes them again from {@code logSums}.
   *
   * @param q {@code [n, heads·c]}
   * @param k {@code [n, heads·c]}
   * @param v {@code [n, heads·c]}
   * @param logSums {@code [n, heads]} receives log Σ_j exp(q_i · k_j/√c)
   * @param out {@code [n, heads·c]}
   */
  void attention(
      Tensor q,
      Tensor k,
      Tensor v,
      Segments segments,
      Attention attention,
      Tensor logSums,
      Tensor out);

  /**
   * What {@link #attentionBackward} reads and writes.
   *
   * @param q {@code [n, heads·c]} as given to the forward pass
   * @param k {@code [n, heads·c]} as given to the forward pass
   * @param v {@code [n, heads·c]} as given to the forward pass
   * @param logSums {@code [n, heads]} as written by the forward pass
   * @param out {@code [n, heads·c]} as written by the forward pass
   * @param dout {@code [n, heads·c]} gradient of out
   * @param dq {@code [n, heads·c]} receives the gradient of q
   * @param dk {@code [n, heads·c]} receives the gradient of k
   * @param dv {@code [n, heads·c]} receives the gradient of v
   */
  record AttentionBackward(
      Tensor q,
      Tensor k,
      Tensor v,
      Tensor logSums,
      Tensor out,
      Tensor dout,
      Tensor dq,
      Tensor dk,
      Tensor dv) {}

  /**
   * Gradients of {@link #attention}: with D_i = dout_i · out_i and ds_ij = p_ij (f_ij · dout_i ·
   * v_j − D_i), dq_i = Σ_j ds_ij k_j/√c, dk_j = Σ_i ds_ij q_i/√c, dv_j = Σ_i f_ij p_ij dout_i. f_ij
   * is what dropout multiplies a probability by: 0 or 1/(1 − rate), and 1 without dropout. All
   * three are overwritten.
   *
   * @param segments as given to the forward pass
   * @param attention as given to the forward pass
   * @param operands of the shapes that are said there; others are an {@link
   *     IllegalArgumentException}
   */
  void attentionBackward(Segments segments, Attention attention, AttentionBackward operands);

  /**
   * One number per row and head: out[r, h] = Σ_c x[r, h·C + c] · a[h·C + c].
   *
   * @param x {@code [n, heads·C]}
   * @param a of size heads·C
   * @param out {@code [n, heads]}
   */
  void headDots(Tensor x, Tensor a, Tensor out);

  /**
   * Gradients of {@link #headDots}: dx[r, h·C + c] = dout[r, h] · a[h·C + c], da[h·C + c] = Σ_r
   * dout[r, h] · x[r, h·C + c]. Both are overwritten.
   */
  void headDotsBackward(Tensor x, Tensor a, Tensor dout, Tensor dx, Tensor da);

  /** out[r, c] = 1/heads · Σ_h x[r, h·C + c]; x {@code [n, heads·C]}, out {@code [n, C]}. */
  void headMean(Tensor x, Tensor out);

  /** dx[r, h·C + c] = dout[r, c]/heads, the gradient of {@link #headMean}. */
  void headMeanBackward(Tensor dout, Tensor dx);
}
