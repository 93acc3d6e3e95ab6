package io.sbr.autograd.optim;

/**
 * Adaptive gradient clipping (Brock et al., "High-Performance Large-Scale Image Recognition Without
 * Normalization", 2021, equation 3): a unit's gradient longer than {@code ratio · max(‖w‖,
 * epsilon)} is scaled down to that length, before weight decay and moments. A unit is a row of a
 * matrix or a whole vector.
 *
 * @param ratio λ, largest length of a gradient relative to its weights
 * @param epsilon length that shorter weights count as
 */
public record GradientClipping(double ratio, double epsilon) {
  /** Ratio 0.01 and epsilon 0.001, the numbers that TAGNN++ names (docs/models.md, section 5). */
  public static GradientClipping adaptive() {
    return new GradientClipping(1e-2, 1e-3);
  }
}
