package io.sbr.kernels.cpu;

import java.util.Arrays;

/** The best rows of a segment, by sorting whole numbers that order the way scores and rows do. */
final class SegmentTopK {
  private SegmentTopK() {}

  /**
   * Marks the best {@code count} of the rows {@code [from, to)} that {@code before} marks.
   *
   * @param keys working memory, at least as long as the segment
   */
  static void mark(
      float[] scores,
      int scoresAt,
      float[] before,
      int beforeAt,
      int from,
      int to,
      int count,
      float[] after,
      int afterAt,
      long[] keys) {
    int kept = 0;
    for (int r = from; r < to; r++) {
      if (before[beforeAt + r] != 0) {
        keys[kept++] = (long) descending(scores[scoresAt + r]) << Integer.SIZE | r;
      }
    }
    Arrays.sort(keys, 0, kept);
    Arrays.fill(after, afterAt + from, afterAt + to, 0); // before is read: it may be the same
    for (int place = 0; place < Math.min(count, kept); place++) {
      after[afterAt + (int) keys[place]] = 1;
    }
  }

  /** A whole number that is smaller the larger x is; the largest of all for NaN. */
  private static int descending(float x) {
    if (Float.isNaN(x)) {
      return Integer.MAX_VALUE;
    }
    // Bits of numbers from 0 up ascend with them, those of negative ones descend. −0 + 0 = 0.
    int bits = Float.floatToIntBits(x + 0f);
    return ~(bits >= 0 ? bits : bits ^ Integer.MAX_VALUE);
  }
}
