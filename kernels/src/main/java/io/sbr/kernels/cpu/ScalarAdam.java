package io.sbr.kernels.cpu;

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
      float slope = Math.fma(f.decay(), weight, g[gAt + i]);
      float first = Math.fma(f.rest1(), slope, m[mAt + i] * f.beta1());
      float second = Math.fma(f.rest2() * slope, slope, v[vAt + i] * f.beta2());
      m[mAt + i] = first;
      v[vAt + i] = second;
      float size = Math.fma(f.root(), (float) Math.sqrt(second), f.epsilon());
      w[wAt + i] = weight - f.rate() * first / size;
    }
  }
}
