package io.sbr.tensor;

/** How exactly a backend that stores single precision multiplies matrices. */
public enum MatmulPrecision {
  /** As exactly as it stores. */
  FULL,
  /**
   * Factors rounded to TF32, ten bits of mantissa, sums in single precision: faster on some GPUs.
   */
  TF32
}
