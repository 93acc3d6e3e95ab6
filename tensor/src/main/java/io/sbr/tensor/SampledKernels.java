package io.sbr.tensor;

/**
 * Losses over a few candidates that the rows of a batch share, as GRU4Rec has them (Hidasi and
 * Karatzoglou, "Recurrent Neural Networks with Top-k Gains", CIKM 2018; docs/models.md, section
 * 19): in scores {@code [B, C]}, C at least B, the target of row b is column b. The other rows'
 * targets, and whatever was drawn beside them, are what it is compared with, also where one of them
 * is the same item once more.
 */
public interface SampledKernels {
  /** Added to what a logarithm is taken of. */
  double EPSILON = 1e-24;

  /**
   * Softmax cross-entropy over the candidates: losses[b] = −weights[b] · log(p_bb + ε), p_b the
   * softmax of row b.
   *
   * @param scores {@code [B, C]}
   * @param weights of size B; data, not differentiated
   * @param losses of size B
   * @param gradient {@code [B, C]} of the losses' sum with respect to the scores; may be {@code
   *     scores}
   */
  void sampledSoftmax(Tensor scores, Tensor weights, Tensor losses, Tensor gradient);

  /**
   * BPR-max. With r the scores after an exponential linear unit, and s_b the softmax of row b's r
   * without column b:
   *
   * <pre>
   *   losses[b] = weights[b] · (−log(Σ_j s_bj σ(r_bb − r_bj) + ε) + decay · Σ_j s_bj r_bj²)
   * </pre>
   *
   * @param scores {@code [B, C]}, C at least 2
   * @param weights of size B; data, not differentiated
   * @param losses of size B
   * @param gradient {@code [B, C]} of the losses' sum with respect to the scores; may be {@code
   *     scores}
   */
  void bprMax(Tensor scores, Tensor weights, BprMax form, Tensor losses, Tensor gradient);

  /**
   * The numbers of BPR-max.
   *
   * @param elu what scores below 0 fall to: elu·(exp(x) − 1) of a negative x; 0 leaves scores as
   *     they are
   * @param decay how much large scores of the others cost
   */
  record BprMax(double elu, double decay) {
    /** Checks that neither is negative. */
    public BprMax {
      if (!(elu >= 0 && decay >= 0)) {
        throw new IllegalArgumentException("bprMax: elu " + elu + " or decay " + decay);
      }
    }
  }
}
