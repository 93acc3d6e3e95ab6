package io.sbr.kernels.cpu.loops;

/** Adam's update, one number at a time: the formula of {@link AdamFactors}. */
final class ScalarAdam {
  private ScalarAdam() {}

  static void update(
      AdamFactors f,
      float[] w,
      int wAt,
      float[] m,
      int mAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n) {
    for (int i = 0; i < n; i++) {
      float weight = w[wAt + i];
      float slope = slope(f, weight, g[gAt + i]);
      float first = first(f, m[mAt + i], slope);
      float second = second(f, v[vAt + i], slope);
      m[mAt + i] = first;
      v[vAt + i] = second;
      w[wAt + i] = weight(f, weight, first, second);
    }
  }

  /** The same from the beginning of each array: a loop that the compiler makes vectors of. */
  static void update(AdamFactors f, float[] w, float[] m, float[] v, float[] g, int n) {
    for (int i = 0; i < n; i++) {
      float slope = slope(f, w[i], g[i]);
      float first = first(f, m[i], slope);
      float second = second(f, v[i], slope);
      m[i] = first;
      v[i] = second;
      w[i] = weight(f, w[i], first, second);
    }
  }

  private static float slope(AdamFactors f, float w, float g) {
    return Math.fma(f.decay(), w, g);
  }

  private static float first(AdamFactors f, float m, float slope) {
    return Math.fma(f.rest1(), slope, m * f.beta1());
  }

  private static float second(AdamFactors f, float v, float slope) {
    return Math.fma(f.rest2() * slope, slope, v * f.beta2());
  }

  private static float weight(AdamFactors f, float w, float first, float second) {
    float size = Math.fma(f.root(), (float) Math.sqrt(second), f.epsilon());
    return w - f.rate() * first / size;
  }
}
