package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import java.util.Arrays;

/**
 * What a streaming softmax has of each slab of items: for every session the largest score so far,
 * m, and Σ exp(s − m). In the end the slabs are put together in their order.
 *
 * <p>The numbers lie in the working memory of the thread that makes this object, which so has one
 * softmax at a time under way.
 */
final class SlabSums {
  /** Below every score but −∞, from which it differs by −∞ and not by NaN. */
  static final float LEAST = -Float.MAX_VALUE;

  private final int slabs;
  private final int width;

  /** {@code [slabs, width]} and whatever lies behind */
  private final float[] max;

  /** {@code [slabs, width]} and whatever lies behind */
  private final double[] sums;

  /** No items yet, for so many sessions. */
  SlabSums(int slabs, int width) {
    this.slabs = slabs;
    this.width = width;
    max = Scratch.floats(Slot.SLAB_MAXIMA, slabs * width);
    sums = Scratch.doubles(Slot.SLAB_SUMS, slabs * width);
    Arrays.fill(max, 0, slabs * width, LEAST);
    Arrays.fill(sums, 0, slabs * width, 0);
  }

  /** m of a session. */
  float max(int slab, int session) {
    return max[slab * width + session];
  }

  /** m has grown: the sum so far shrinks by {@code factor}. */
  void rescale(int slab, int session, float larger, float factor) {
    max[slab * width + session] = larger;
    sums[slab * width + session] *= factor;
  }

  /** Some more exp(s − m). */
  void add(int slab, int session, double sum) {
    sums[slab * width + session] += sum;
  }

  /** log Σ exp(s) over all items. NaN if any score is NaN or +∞; −∞ if all are. */
  double logSum(int session) {
    float largest = LEAST;
    for (int slab = 0; slab < slabs; slab++) {
      largest = Math.max(largest, max(slab, session));
    }
    double sum = 0;
    for (int slab = 0; slab < slabs; slab++) {
      sum += sums[slab * width + session] * Math.exp((double) max(slab, session) - largest);
    }
    return largest + Math.log(sum);
  }
}
