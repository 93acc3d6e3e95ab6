package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/**
 * One pass over all items for the softmax of every session, tile by tile while a tile is in the
 * cache (streaming softmax: Milakov and Gimelshein, "Online normalizer calculation for softmax",
 * 2018). A slab keeps for each session the largest score so far, m, and relative to it Σ exp(s − m)
 * and, for the gradient, Σ exp(s − m)·E; when m grows both are scaled down.
 *
 * <p>With gradient, exp(s − m) of every tile and the m it refers to are kept: they are the
 * probabilities up to one factor for each tile and session, so that neither scores nor exponentials
 * are computed again.
 */
final class SoftmaxPass {
  private final Engine engine;
  private final DotScorer scorer;
  private final int width;
  private final int slabs;
  private final boolean gradient;

  /** exp(s − m) of all tiles, {@code [N, width]}; null without gradient. */
  private final Tensor powers;

  /** m of each tile, {@code [tiles, width]}; null without gradient. */
  private final Tensor references;

  /** m of each slab. */
  private final float[] slabMax;

  /** Σ exp(s − m) of each slab. */
  private final double[] slabSum;

  /** Σ exp(s − m)·E of each slab, {@code [slabs, d, width]}; null without gradient. */
  private float[] slabGradient;

  /** log Σ exp(s) of each session. */
  private final double[] logSum;

  SoftmaxPass(DotScorer scorer, Engine engine, boolean gradient, Arena arena) {
    this.engine = engine;
    this.scorer = scorer;
    this.gradient = gradient;
    width = scorer.width();
    slabs = scorer.slabs();
    slabMax = new float[slabs * width];
    slabSum = new double[slabs * width];
    logSum = new double[scorer.sessions()];
    powers = gradient ? arena.tensor(scorer.items(), width) : null;
    references = gradient ? arena.tensor(scorer.tiles(), width) : null;
    slabGradient = gradient ? engine.memory().borrow(slabs * scorer.d() * width) : null;
    engine.team().run(slabs, this::slab);
    for (int b = 0; b < logSum.length; b++) {
      logSum[b] = logSum(b);
    }
  }

  /** log Σ exp(s) of each session, {@code [B]}. */
  double[] logSum() {
    return logSum;
  }

  /** exp(s − m), {@code [N, width]}. */
  Tensor powers() {
    return powers;
  }

  /** m of each tile and session, {@code [tiles, width]}. */
  Tensor references() {
    return references;
  }

  private void slab(int slab) {
    float[] max = Scratch.floats(Slot.ROW, width);
    float[] moved = Scratch.floats(Slot.SECOND_ROW, width);
    float[] sums = Scratch.floats(Slot.THIRD_ROW, width);
    int gradientAt = slab * scorer.d() * width;
    if (gradient) {
      Arrays.fill(slabGradient, gradientAt, gradientAt + scorer.d() * width, 0);
    }
    Arrays.fill(max, 0, width, Float.NEGATIVE_INFINITY);
    scorer.forTiles(
        slab,
        (tile, from, to) -> {
          int size = (to - from) * width;
          float[] kept = gradient ? CpuMemory.floats(powers) : Scratch.floats(Slot.TILE, size);
          int at = gradient ? powers.offset() + from * width : 0;
          scorer.fill(from, to, kept, at);
          System.arraycopy(max, 0, moved, 0, width);
          engine.loops().columnMax(kept, at, to - from, width, max);
          if (!Arrays.equals(max, 0, width, moved, 0, width)) {
            rescale(slab, moved, max);
          }
          Arrays.fill(sums, 0, width, 0);
          engine.loops().expAndSum(kept, at, to - from, width, max, sums);
          for (int b = 0; b < width; b++) {
            slabSum[slab * width + b] += sums[b];
          }
          if (gradient) {
            int reference = references.offset() + tile * width;
            System.arraycopy(max, 0, CpuMemory.floats(references), reference, width);
            scorer.addSessionGradient(from, to, kept, at, slabGradient, gradientAt);
          }
        });
    System.arraycopy(max, 0, slabMax, slab * width, width);
  }

  /** Scales what a slab has summed up from the old largest scores to the new ones. */
  private void rescale(int slab, float[] old, float[] max) {
    float[] factor = old;
    for (int b = 0; b < width; b++) {
      factor[b] -= max[b];
    }
    engine.loops().exp(factor, 0, factor, 0, width);
    for (int b = 0; b < width; b++) {
      slabSum[slab * width + b] *= factor[b];
    }
    for (int c = 0; gradient && c < scorer.d(); c++) {
      int row = (slab * scorer.d() + c) * width;
      engine.loops().multiply(slabGradient, row, factor, 0, slabGradient, row, width);
    }
  }

  /** log Σ exp(s) of a session: the slabs' sums, in order. NaN if any score is NaN or +∞. */
  private double logSum(int b) {
    float max = Float.NEGATIVE_INFINITY;
    for (int slab = 0; slab < slabs; slab++) {
      max = Math.max(max, slabMax[slab * width + b]);
    }
    double sum = 0;
    for (int slab = 0; slab < slabs; slab++) {
      sum += slabSum[slab * width + b] * Math.exp((double) slabMax[slab * width + b] - max);
    }
    return max + Math.log(sum);
  }

  /**
   * dS[b] = (Σᵢ p_ib·Eᵢ − E_target)/B from the slabs' sums, added in order.
   *
   * @param out {@code [B, d]} receives the gradient of the sessions
   */
  void sessionGradient(int[] targets, float[] out, int outAt) {
    int d = scorer.d();
    int sessions = scorer.sessions();
    float[] factors = new float[slabs * width];
    for (int slab = 0; slab < slabs; slab++) {
      for (int b = 0; b < sessions; b++) {
        int at = slab * width + b;
        factors[at] = (float) (Math.exp(slabMax[at] - logSum[b]) / sessions);
      }
    }
    float share = 1f / sessions;
    engine.forRows(
        d,
        4L * slabs * width,
        (from, to) -> {
          float[] sum = Scratch.floats(Slot.ROW, width);
          for (int c = from; c < to; c++) {
            Arrays.fill(sum, 0, width, 0);
            for (int slab = 0; slab < slabs; slab++) {
              int row = (slab * d + c) * width;
              engine
                  .loops()
                  .multiply(slabGradient, row, factors, slab * width, slabGradient, row, width);
              engine.loops().add(sum, 0, slabGradient, row, sum, 0, width);
            }
            for (int b = 0; b < sessions; b++) {
              out[outAt + b * d + c] = sum[b] - share * scorer.item(targets[b], c);
            }
          }
        });
    engine.memory().giveBack(slabGradient);
    slabGradient = null;
  }
}
