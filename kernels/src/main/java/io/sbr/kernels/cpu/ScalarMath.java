package io.sbr.kernels.cpu;

/**
 * The exponential and its relatives in single precision, one number at a time. {@link VectorLoops}
 * computes the same operations in the same order on vectors, so that a vector's lane, a loop's tail
 * and the plain loops agree to the bit, interpreted or compiled; the JDK's vector EXP and TANH do
 * not.
 */
final class ScalarMath {
  /** log2(e). */
  static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts: the first has so few bits that its product with n is exact. */
  static final float LN2_HIGH = 0.693359375f;

  static final float LN2_LOW = -2.12194440e-4f;

  /**
   * 1.5·2²³ + 127: adding it rounds to a whole number n and leaves n + 127 in the low bits of the
   * sum, which moved up into the exponent's field are 2ⁿ.
   */
  static final float ROUNDER = 0x1.8p23f + 127;

  static final int EXPONENT_SHIFT = 23;

  /** From here down 2ⁿ becomes a zero exponent field, that is 0. */
  static final float LOWEST = -88;

  /**
   * exp(r) = 1 + r + r²·(E2 + E3·r + … + E6·r⁴) for |r| ≤ ln 2 / 2: least relative error, 3.3e-9
   * before rounding.
   */
  static final float E2 = 0x1.fffffcp-2f;

  static final float E3 = 0x1.55548ap-3f;
  static final float E4 = 0x1.555916p-5f;
  static final float E5 = 0x1.123fc6p-7f;
  static final float E6 = 0x1.6a1a74p-10f;

  /**
   * tanh(x) = x + x³·(T0 + T1·x² + … + T4·x⁸) for |x| below {@link #TANH_SMALL}: the coefficients
   * of Cephes' tanhf.
   */
  static final float T0 = -3.33332819422e-1f;

  static final float T1 = 1.33314422036e-1f;
  static final float T2 = -5.37397155531e-2f;
  static final float T3 = 2.06390887954e-2f;
  static final float T4 = -5.70498872745e-3f;
  static final float TANH_SMALL = 0.625f;

  private ScalarMath() {}

  /**
   * exp(x) for x ≤ 0, which is all that softmax, sigmoid and tanh need: 2ⁿ·exp(r) with n =
   * round(x/ln 2). Relative error below 1.2e-7; 0 below −87.7; NaN stays NaN.
   */
  static float exp(float x) {
    float clamped = Math.max(x, LOWEST);
    float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, clamped));
    float q = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, E6, E5), E4), E3), E2);
    float p = Math.fma(r * r, q, r) + 1;
    return p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT);
  }

  /** 1 / (1 + exp(−x)), accurate on both sides. */
  static float sigmoid(float x) {
    return sigmoid(exp(-Math.abs(x)), x);
  }

  /** The same with e = exp(−|x|) known. */
  static float sigmoid(float e, float x) {
    return (x < 0 ? e : 1) / (e + 1);
  }

  /** tanh(x); near 0 the polynomial keeps the relative accuracy that (1 − e)/(1 + e) would lose. */
  static float tanh(float x) {
    return tanh(exp(Math.abs(x) * -2), x);
  }

  /** The same with e = exp(−2|x|) known. */
  static float tanh(float e, float x) {
    float square = x * x;
    float t =
        Math.fma(square, Math.fma(square, Math.fma(square, Math.fma(square, T4, T3), T2), T1), T0);
    float small = Math.fma(x * square, t, x);
    float large = (1 - e) / (e + 1);
    float signed = x < 0 ? -large : large;
    return Math.abs(x) < TANH_SMALL ? small : signed;
  }

  /** How many of n numbers are above a bar, or −1 if one of them is NaN. */
  static int countAbove(float[] x, int xAt, int n, float bar) {
    int count = 0;
    int nans = 0;
    for (int i = xAt; i < xAt + n; i++) {
      count += x[i] > bar ? 1 : 0;
      nans += Float.isNaN(x[i]) ? 1 : 0;
    }
    return nans > 0 ? -1 : count;
  }
}
