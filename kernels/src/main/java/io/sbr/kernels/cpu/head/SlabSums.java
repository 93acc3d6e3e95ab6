package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import java.util.Arrays;

/**
 * What a streaming softmax has of each slab of items: for every session a reference m near its
 * largest score so far, and Σ exp(s − m). In the end the slabs are put together in their order.
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
  private final float[] reference;

  /** {@code [slabs, width]} and whatever lies behind */
  private final double[] sums;

  /** No items yet, for so many sessions; m is {@link #LEAST}. */
  SlabSums(int slabs, int width) {
    this.slabs = slabs;
    this.width = width;
    reference = Scratch.floats(Slot.SLAB_REFERENCES, slabs * width);
    sums = Scratch.doubles(Slot.SLAB_SUMS, slabs * width);
    Arrays.fill(reference, 0, slabs * width, LEAST);
    Arrays.fill(sums, 0, slabs * width, 0);
  }

  /** The m that a session has in every slab as long as nothing was summed. */
  void start(int session, float first) {
    for (int slab = 0; slab < slabs; slab++) {
      reference[slab * width + session] = first;
    }
  }

  /** m of a session. */
  float reference(int slab, int session) {
    return reference[slab * width + session];
  }

  /** m has grown: the sum so far shrinks by {@code factor}. */
  void rescale(int slab, int session, float larger, float factor) {
    reference[slab * width + session] = larger;
    // Of an infinite score there is no softmax.
    sums[slab * width + session] *= larger - larger == 0 ? factor : Float.NaN;
  }

  /** Some more exp(s − m). */
  void add(int slab, int session, double sum) {
    sums[slab * width + session] += sum;
  }

  /** log Σ exp(s) over all items. NaN if any score is NaN or +∞; −∞ if all are. */
  double logSum(int session) {
    float largest = LEAST;
    for (int slab = 0; slab < slabs; slab++) {
      largest = Math.max(largest, reference(slab, session));
    }
    double sum = 0;
    for (int slab = 0; slab < slabs; slab++) {
      sum += sums[slab * width + session] * Math.exp((double) reference(slab, session) - largest);
    }
    return largest + Math.log(sum);
  }
}
