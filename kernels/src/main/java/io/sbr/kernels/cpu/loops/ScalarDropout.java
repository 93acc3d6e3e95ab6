package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Philox;

/** Dropout, one number at a time. Without a branch: nobody can predict which number is dropped. */
final class ScalarDropout {
  /** Random numbers that are drawn at a time, in the first-level cache. */
  private static final int CHUNK = 1024;

  private ScalarDropout() {}

  /** {@link Loops#dropout}. */
  static void apply(
      DropoutRule rule, long first, float[] x, int xAt, float[] out, int outAt, int n) {
    float[] chance = Scratch.floats(Slot.ROW, Math.min(n, CHUNK));
    float threshold = rule.threshold() * 0x1p-24f;
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      Philox.uniform(rule.seed(), rule.stream(), first + from, chance, 0, count);
      for (int i = 0; i < count; i++) {
        int dropped = Float.floatToRawIntBits(chance[i] - threshold) >> 31; // all bits, or none
        int scaled = Float.floatToRawIntBits(rule.factor() * x[xAt + from + i]);
        out[outAt + from + i] = Float.intBitsToFloat(scaled & ~dropped);
      }
    }
  }
}
