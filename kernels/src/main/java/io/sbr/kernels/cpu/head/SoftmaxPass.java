package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;
import java.util.Arrays;

/**
 * One pass over all items for the softmax of every session, tile by tile while a tile is in the
 * cache (streaming softmax: Milakov and Gimelshein, "Online normalizer calculation for softmax",
 * 2018). A slab keeps for each session a reference score m, and relative to it Σ exp(s − m) and
 * whatever the scorer's gradient sums.
 *
 * <p>Published, m is the largest score so far, looked for in each tile, and nearly every tile has a
 * new one for some session; then all sums are scaled down, and the next tile refers to another m
 * than this one. But exponentials only have to fit into a float. So m begins as the target's score,
 * which a model soon has among the larger ones, in all slabs alike, and a tile's exponentials are
 * taken at once. Where their sum is above {@link #FULL} the tile is filled once more, and m becomes
 * the largest score.
 *
 * <p>With gradient, exp(s − m) of every tile and the m it refers to are kept: they are the
 * probabilities up to one factor for each tile and session, so that neither scores nor exponentials
 * are computed again.
 */
public final class SoftmaxPass {
  /**
   * e⁴⁰, the largest sum of a tile's exponentials: some 10¹⁷, and 10³⁸ would fit. By scores 40
   * above m an exponential is exact to 3e-6, as the difference of scores is.
   */
  private static final float FULL = 2.4e17f;

  /** How far above m the largest score of such a tile is at least: 40 − log {@link #BLOCK}. */
  private static final float ABOVE = 36;

  /** A target's score, in element operations: most of it waits for the item's vector. */
  private static final int SCORE_COST = 500;

  /**
   * Items whose scores stay in the caches from the products that make them to those that use them:
   * a panel, so that a scorer may read packed ones.
   */
  private static final int BLOCK = ItemPanels.WIDTH;

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
  public SoftmaxPass(TileScorer scorer, Targets targets, Engine engine) {
    this(scorer, targets, engine, null, null, null);
  }

  /** The pass with its gradient; the arena owns what is kept. */
  static HeadGradient gradient(
      TileScorer scorer, Engine engine, ScoreGradient gradient, Targets targets, Arena arena) {
    SoftmaxPass pass = new SoftmaxPass(scorer, targets, engine, gradient, arena);
    return new HeadGradient(pass.logSum(), gradient.terms(pass, targets, arena));
  }

  private SoftmaxPass(
      TileScorer scorer, Targets targets, Engine engine, ScoreGradient gradient, Arena arena) {
    this(
        scorer,
        targets,
        engine,
        gradient,
        arena.tensor(scorer.items(), scorer.width()),
        arena.tensor(scorer.tiles(), scorer.width()));
  }

  private SoftmaxPass(
      TileScorer scorer,
      Targets targets,
      Engine engine,
      ScoreGradient gradient,
      Tensor powers,
      Tensor references) {
    this.engine = engine;
    this.scorer = scorer;
    this.gradient = gradient;
    this.powers = powers;
    this.references = references;
    width = scorer.width();
    slabs = scorer.slabs();
    slabSums = new SlabSums(slabs, width);
    logSum = new double[scorer.sessions()];
    engine.forRows(logSum.length, SCORE_COST, (from, to) -> start(from, to, targets));
    for (int b = logSum.length; b < width; b++) {
      slabSums.start(b, 0); // padding has scores of 0
    }
    engine.team().run(slabs, this::slab);
    for (int b = 0; b < logSum.length; b++) {
      logSum[b] = slabSums.logSum(b);
    }
  }

  private void start(int from, int to, Targets targets) {
    for (int b = from; b < to; b++) {
      slabSums.start(b, Math.max(scorer.score(b, targets.item(b)), SlabSums.LEAST));
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
    return Math.exp(reference(tile, session) - logSum[session]);
  }

  /** What makes probabilities of a slab's sums: exp(m − log Σ exp(s)). */
  double slabScale(int slab, int session) {
    return Math.exp(slabSums.reference(slab, session) - logSum[session]);
  }

  /** The softmax of one score. */
  double probability(int session, int item) {
    float power = CpuMemory.floats(powers)[powers.offset() + item * width + session];
    return power * tileScale(item / TileScorer.TILE, session);
  }

  /** m of a tile and a session. */
  float reference(int tile, int session) {
    return CpuMemory.floats(references)[references.offset() + tile * width + session];
  }

  /**
   * One slab, block by block. A block whose sums are too large is filled once more, since its
   * scores are exponentials by then; what the blocks before it in its tile have kept is scaled to
   * the new m, so that a tile has one.
   */
  private void slab(int slab) {
    float[] reference = Scratch.floats(Slot.ROW, width);
    float[] sums = Scratch.floats(Slot.SECOND_ROW, width);
    boolean keep = gradient != null;
    for (int b = 0; b < width; b++) {
      reference[b] = slabSums.reference(slab, b);
    }
    scorer.forTiles(
        slab,
        (tile, from, to) -> {
          float[] kept = keep ? CpuMemory.floats(powers) : Scratch.floats(Slot.TILE, BLOCK * width);
          int first = keep ? powers.offset() + from * width : 0;
          for (int begin = from; begin < to; begin += BLOCK) {
            int end = Math.min(to, begin + BLOCK);
            int at = keep ? first + (begin - from) * width : 0;
            scorer.fill(begin, end, kept, at);
            exponentials(kept, at, end - begin, reference, sums);
            if (full(sums)) {
              scorer.fill(begin, end, kept, at);
              float[] factor = follow(slab, kept, at, end - begin, reference);
              for (int row = first; row < at; row += width) {
                engine.loops().multiply(kept, row, factor, 0, kept, row, width);
              }
              exponentials(kept, at, end - begin, reference, sums);
            }
            for (int b = 0; b < width; b++) {
              slabSums.add(slab, b, sums[b]);
            }
            if (keep) {
              gradient.add(slab, begin, end, kept, at);
            }
          }
          if (keep) {
            int row = references.offset() + tile * width;
            System.arraycopy(reference, 0, CpuMemory.floats(references), row, width);
          }
        });
  }

  /** exp(s − m) in place of a tile's scores, and the sum of each session's. */
  private void exponentials(float[] tile, int at, int items, float[] reference, float[] sums) {
    Arrays.fill(sums, 0, width, 0);
    engine.loops().expAndSum(tile, at, items, width, reference, sums);
  }

  /** Whether some session's sum is too large, or no number. */
  private boolean full(float[] sums) {
    return engine.loops().countAbove(sums, 0, width, FULL) != 0;
  }

  /**
   * Lets m follow scores that are too far above it, and scales what a slab has summed up.
   *
   * @return by how much
   */
  private float[] follow(int slab, float[] tile, int at, int items, float[] reference) {
    float[] peaks = Scratch.floats(Slot.THIRD_ROW, width);
    Arrays.fill(peaks, 0, width, SlabSums.LEAST);
    engine.loops().columnMax(tile, at, items, width, peaks);
    float[] factor = peaks;
    for (int b = 0; b < width; b++) {
      boolean near = peaks[b] <= reference[b] + ABOVE;
      float m = near ? reference[b] : peaks[b]; // NaN, too
      factor[b] = reference[b] - m;
      reference[b] = m;
    }
    engine.loops().exp(factor, 0, factor, 0, width);
    for (int b = 0; b < width; b++) {
      slabSums.rescale(slab, b, reference[b], factor[b]);
    }
    if (gradient != null) {
      gradient.rescale(slab, factor);
    }
    return factor;
  }
}
