package io.sbr.kernels.cpu.loops;

/**
 * The exponential and its relatives in single precision, one number at a time. {@link VectorLoops}
 * computes the same operations in the same order on vectors, so that a vector's lane, a loop's tail
 * and the plain loops agree to the bit, interpreted or compiled; the JDK's vector EXP and TANH do
 * not.
 */
public final class ScalarMath {
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

  /** Up to here 2ⁿ has an exponent field of its own; exp is 1.7e38. */
  static final float HIGHEST = 88;

  /** The bits of {@link #shifted} for the lowest and the highest. */
  static final int LEAST_SHIFTED = Float.floatToRawIntBits(Math.fma(LOWEST, LOG2_E, ROUNDER));

  static final int MOST_SHIFTED = Float.floatToRawIntBits(Math.fma(HIGHEST, LOG2_E, ROUNDER));

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
  public static float exp(float x) {
    float shifted = shifted(x);
    return times2ToThe(shifted, fraction(x, shifted));
  }

  /** {@link #ROUNDER} + n. */
  static float shifted(float x) {
    return Math.fma(Math.max(x, LOWEST), LOG2_E, ROUNDER);
  }

  /** exp(r) with r = x − n·ln 2. */
  static float fraction(float x, float shifted) {
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, Math.max(x, LOWEST)));
    float q = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, E6, E5), E4), E3), E2);
    return Math.fma(r * r, q, r) + 1;
  }

  /** 2ⁿ·p. */
  static float times2ToThe(float shifted, float p) {
    return p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT);
  }

  /** 1 / (1 + exp(−x)), accurate on both sides. */
  static float sigmoid(float x) {
    return sigmoid(exp(-Math.abs(x)), x);
  }

  /**
   * The same with e = exp(−|x|) known: e/(1 + e) below 0, else 1/(1 + e). Without a branch, which
   * nobody could predict.
   */
  static float sigmoid(float e, float x) {
    float positive = Math.copySign(0.5f, x) + 0.5f;
    return Math.fma(1 - positive, e, positive) / (e + 1);
  }

  /** tanh(x); near 0 the polynomial keeps the relative accuracy that (1 − e)/(1 + e) would lose. */
  static float tanh(float x) {
    return tanh(exp(Math.abs(x) * -2), x);
  }

  /** The same with e = exp(−2|x|) known. Without branches, too. */
  static float tanh(float e, float x) {
    float square = x * x;
    float t =
        Math.fma(square, Math.fma(square, Math.fma(square, Math.fma(square, T4, T3), T2), T1), T0);
    float small = Math.fma(x * square, t, x);
    float large = Math.copySign((1 - e) / (e + 1), x);
    // All ones where |x| is small: the bits of positive numbers are in their order.
    int mask = Float.floatToRawIntBits(Math.abs(x)) - Float.floatToRawIntBits(TANH_SMALL) >> 31;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(small) & mask | Float.floatToRawIntBits(large) & ~mask);
  }

  /** How many of n numbers are above a bar, or −1 if one of them is NaN. */
  static int countAbove(float[] x, int xAt, int n, float bar) {
    int count = 0;
    int nans = 0;
    for (int i = xAt; i < xAt + n; i++) {
      count += above(x[i], bar);
      nans += Float.isNaN(x[i]) ? 1 : 0;
    }
    return nans > 0 ? -1 : count;
  }

  /** 1 if x > bar, else 0, by bits alone: a branch would be a wrong guess every second time. */
  static int above(float x, float bar) {
    int difference = Float.floatToRawIntBits(x - bar);
    // Neither negative, nor 0, nor more than infinity, that is NaN.
    return (~difference & -difference & ~(difference + 0x007F_FFFF)) >>> 31;
  }
}
