package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;

/**
 * The normal distribution and what is made of it, in single precision: Φ(−a) = e^(−a²/2)·t·(C1 +
 * C2·t + … + C6·t⁵) with t = 1/(1 + P·a) for a ≥ 0, the form of Abramowitz and Stegun's 26.2.17
 * with coefficients of least greatest error, 1e-8 before rounding. The exponential is that of
 * {@link Loops#exp}; the rest has neither branches nor calls, so that the compiler makes vectors of
 * it, with the same bits.
 */
public final class NormalLoops {
  private static final float P = 0.39f;
  private static final float C1 = 0x1.361f3ap-3f;
  private static final float C2 = 0x1.8e35dcp-3f;
  private static final float C3 = -0x1.10a208p-6f;
  private static final float C4 = 0x1.802daap-2f;
  private static final float C5 = -0x1.0871fap-2f;
  private static final float C6 = 0x1.b91f2ep-5f;

  /** 1/√(2π). */
  private static final float DENSITY_AT_0 = 0.39894228f;

  /** Numbers treated at a time, in the first-level cache. */
  private static final int CHUNK = 1024;

  private NormalLoops() {}

  /** y = x·Φ(x) for n numbers; y may be x. */
  public static void gelu(Loops loops, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      float[] e = powers(loops, x, xAt + from, count);
      for (int i = 0; i < count; i++) {
        float v = x[xAt + from + i];
        y[yAt + from + i] = v * distribution(v, e[i]);
      }
    }
  }

  /** dx = dy·(Φ(x) + x·φ(x)) for n numbers; dx may be dy. */
  public static void geluBackward(
      Loops loops, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      float[] e = powers(loops, x, xAt + from, count);
      for (int i = 0; i < count; i++) {
        float v = x[xAt + from + i];
        float slope = Math.fma(v * DENSITY_AT_0, e[i], distribution(v, e[i]));
        dx[dxAt + from + i] = dy[dyAt + from + i] * slope;
      }
    }
  }

  /** exp(−x²/2) of at most {@link #CHUNK} numbers. */
  private static float[] powers(Loops loops, float[] x, int xAt, int count) {
    float[] e = Scratch.floats(Slot.EXPONENTIALS, CHUNK);
    for (int i = 0; i < count; i++) {
      float v = x[xAt + i];
      e[i] = -0.5f * v * v;
    }
    loops.exp(e, 0, e, 0, count);
    return e;
  }

  /** Φ(x), given e = exp(−x²/2): 1 − Φ(−|x|) for positive x, Φ(−|x|) for negative. */
  static float distribution(float x, float e) {
    float t = 1 / Math.fma(P, Math.abs(x), 1f);
    float r =
        Math.fma(t, Math.fma(t, Math.fma(t, Math.fma(t, Math.fma(t, C6, C5), C4), C3), C2), C1);
    float side = Math.copySign(0.5f, x);
    return Math.fma(-2 * side, e * (t * r), side + 0.5f);
  }
}
