package io.sbr.kernels.cpu.loops;

import io.sbr.tensor.OptimizerKernels.AdagradStep;

/** Adagrad's update ({@link io.sbr.tensor.OptimizerKernels#adagrad}), one number at a time. */
final class ScalarAdagrad {
  private ScalarAdagrad() {}

  static void update(
      AdagradStep step,
      float[] w,
      int wAt,
      float[] a,
      int aAt,
      float[] v,
      int vAt,
      float[] g,
      int gAt,
      int n) {
    float rate = (float) step.rate();
    float momentum = (float) step.momentum();
    float epsilon = (float) step.epsilon();
    for (int i = 0; i < n; i++) {
      float slope = g[gAt + i];
      float square = Math.fma(slope, slope, a[aAt + i]);
      float moved =
          Math.fma(momentum, v[vAt + i], -rate * slope / (float) Math.sqrt(square + epsilon));
      a[aAt + i] = square;
      v[vAt + i] = moved;
      w[wAt + i] += moved;
    }
  }
}
