package io.sbr.kernels.cpu.loops;

import io.sbr.tensor.OptimizerKernels.AdamStep;

/**
 * The constants of one Adam step, brought into the form in which the loop uses them:
 *
 * <pre>
 *   g += decay·w    m = β₁m + (1−β₁)g    v = β₂v + (1−β₂)g²    w −= rate·m / (root·√v + ε)
 * </pre>
 *
 * with rate = lr/(1−β₁ᵗ) and root = 1/√(1−β₂ᵗ), computed in double precision.
 */
public record AdamFactors(
    float beta1,
    float rest1,
    float beta2,
    float rest2,
    float rate,
    float root,
    float epsilon,
    float decay) {
  /** The factors of one step, rounded to single precision once. */
  public static AdamFactors of(AdamStep s) {
    return new AdamFactors(
        (float) s.beta1(),
        (float) (1 - s.beta1()),
        (float) s.beta2(),
        (float) (1 - s.beta2()),
        (float) (s.rate() / (1 - Math.pow(s.beta1(), s.step()))),
        (float) (1 / Math.sqrt(1 - Math.pow(s.beta2(), s.step()))),
        (float) s.epsilon(),
        (float) s.weightDecay());
  }
}
