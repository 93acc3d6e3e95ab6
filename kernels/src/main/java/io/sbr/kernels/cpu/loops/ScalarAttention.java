package io.sbr.kernels.cpu.loops;

/**
 * Target attention's sums over the nodes of a session, for a row of items at a time: one node's
 * contribution to all of them.
 */
final class ScalarAttention {
  private ScalarAttention() {}

  /** logits ← w = clicks·logits; norm += w; mean += w·values. */
  static void weigh(
      float clicks,
      float[] rows,
      int logitsAt,
      int valuesAt,
      float[] mean,
      float[] norm,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float w = rows[logitsAt + i] * clicks;
      rows[logitsAt + i] = w;
      norm[i] += w;
      mean[i] = Math.fma(w, rows[valuesAt + i], mean[i]);
    }
  }

  /** values ← dg = logits·delta, logits ← de = dg·(values − mean). */
  static void backward(
      float[] rows, int logitsAt, int valuesAt, float[] mean, float[] delta, int from, int to) {
    for (int i = from; i < to; i++) {
      float dg = rows[logitsAt + i] * delta[i];
      rows[logitsAt + i] = dg * (rows[valuesAt + i] - mean[i]);
      rows[valuesAt + i] = dg;
    }
  }
}
