package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/**
 * One pass over all items for the softmax of every session, tile by tile while a tile is in the
 * cache (streaming softmax: Milakov and Gimelshein, "Online normalizer calculation for softmax",
 * 2018). A slab keeps for each session the largest score so far, m, and relative to it Σ exp(s − m)
 * and whatever the scorer's gradient sums; when m grows both are scaled down.
 *
 * <p>With gradient, exp(s − m) of every tile and the m it refers to are kept: they are the
 * probabilities up to one factor for each tile and session, so that neither scores nor exponentials
 * are computed again.
 */
public final class SoftmaxPass {
  private final Engine engine;
  private final TileScorer scorer;
  private final int width;
  private final int slabs;

  /** What sums along; null without gradient. */
  private final ScoreGradient gradient;

  /** exp(s − m) of all tiles, {@code [N, width]}; null without gradient. */
  private final Tensor powers;

  /** m of each tile, {@code [tiles, width]}; null without gradient. */
  private final Tensor references;

  private final SlabSums slabSums;

  /** log Σ exp(s) of each session. */
  private final double[] logSum;

  /** For the loss alone. */
  public SoftmaxPass(TileScorer scorer, Engine engine) {
    this(scorer, engine, null, null, null);
  }

  /** The pass with its gradient; the arena owns what is kept. */
  static HeadGradient gradient(
      TileScorer scorer, Engine engine, ScoreGradient gradient, Targets targets, Arena arena) {
    SoftmaxPass pass = new SoftmaxPass(scorer, engine, gradient, arena);
    return new HeadGradient(pass.logSum(), gradient.terms(pass, targets, arena));
  }

  private SoftmaxPass(TileScorer scorer, Engine engine, ScoreGradient gradient, Arena arena) {
    this(
        scorer,
        engine,
        gradient,
        arena.tensor(scorer.items(), scorer.width()),
        arena.tensor(scorer.tiles(), scorer.width()));
  }

  private SoftmaxPass(
      TileScorer scorer, Engine engine, ScoreGradient gradient, Tensor powers, Tensor references) {
    this.engine = engine;
    this.scorer = scorer;
    this.gradient = gradient;
    this.powers = powers;
    this.references = references;
    width = scorer.width();
    slabs = scorer.slabs();
    slabSums = new SlabSums(slabs, width);
    logSum = new double[scorer.sessions()];
    engine.team().run(slabs, this::slab);
    for (int b = 0; b < logSum.length; b++) {
      logSum[b] = slabSums.logSum(b);
    }
  }

  /** log Σ exp(s) of each session, {@code [B]}. */
  public double[] logSum() {
    return logSum;
  }

  /** exp(s − m), {@code [N, width]}. */
  Tensor powers() {
    return powers;
  }

  /** What makes probabilities of the powers of a tile: exp(m − log Σ exp(s)). */
  double tileScale(int tile, int session) {
    double reference = CpuMemory.floats(references)[references.offset() + tile * width + session];
    return Math.exp(reference - logSum[session]);
  }

  /** What makes probabilities of a slab's sums: exp(m − log Σ exp(s)). */
  double slabScale(int slab, int session) {
    return Math.exp(slabSums.max(slab, session) - logSum[session]);
  }

  /** The softmax of one score. */
  double probability(int session, int item) {
    float power = CpuMemory.floats(powers)[powers.offset() + item * width + session];
    return power * tileScale(item / TileScorer.TILE, session);
  }

  private void slab(int slab) {
    float[] max = Scratch.floats(Slot.ROW, width);
    float[] moved = Scratch.floats(Slot.SECOND_ROW, width);
    float[] sums = Scratch.floats(Slot.THIRD_ROW, width);
    boolean keep = gradient != null;
    if (keep) {
      gradient.start(slab);
    }
    Arrays.fill(max, 0, width, SlabSums.LEAST);
    scorer.forTiles(
        slab,
        (tile, from, to) -> {
          int size = (to - from) * width;
          float[] kept = keep ? CpuMemory.floats(powers) : Scratch.floats(Slot.TILE, size);
          int at = keep ? powers.offset() + from * width : 0;
          scorer.fill(from, to, kept, at);
          System.arraycopy(max, 0, moved, 0, width);
          engine.loops().columnMax(kept, at, to - from, width, max);
          if (!Arrays.equals(max, 0, width, moved, 0, width)) {
            rescale(slab, moved, max);
          }
          Arrays.fill(sums, 0, width, 0);
          engine.loops().expAndSum(kept, at, to - from, width, max, sums);
          for (int b = 0; b < width; b++) {
            slabSums.add(slab, b, sums[b]);
          }
          if (keep) {
            int reference = references.offset() + tile * width;
            System.arraycopy(max, 0, CpuMemory.floats(references), reference, width);
            gradient.add(slab, from, to, kept, at);
          }
        });
  }

  /** Scales what a slab has summed up from the old largest scores to the new ones. */
  private void rescale(int slab, float[] old, float[] max) {
    float[] factor = old;
    for (int b = 0; b < width; b++) {
      factor[b] -= max[b];
    }
    engine.loops().exp(factor, 0, factor, 0, width);
    for (int b = 0; b < width; b++) {
      slabSums.rescale(slab, b, max[b], factor[b]);
    }
    if (gradient != null) {
      gradient.rescale(slab, factor);
    }
  }
}
