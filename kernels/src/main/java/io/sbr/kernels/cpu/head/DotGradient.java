package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.CpuTiles;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * dS = (P − Y)·E and dE = (P − Y)ᵀ·S, each session by its weight: Σ exp(s − m)·E is summed during
 * the pass, slab by slab; the item table's gradient is left to {@link DotItemGradient}.
 */
final class DotGradient implements ScoreGradient {
  /** Numbers in a cache line. */
  private static final int COLUMNS = 16;

  /** An exponential in double precision, in element operations. */
  private static final int EXP_COST = 40;

  private final DotScorer scorer;
  private final Engine engine;
  private final int width;
  private final int d;

  /** Σ exp(s − m)·E of each slab, {@code [slabs, d, width]}. */
  private final float[] sums;

  DotGradient(DotScorer scorer, Engine engine) {
    this.scorer = scorer;
    this.engine = engine;
    width = scorer.width();
    d = scorer.d();
    sums = engine.memory().borrow(scorer.slabs() * d * width);
  }

  @Override
  public void rescale(int slab, float[] factor) {
    for (int c = 0; c < d; c++) {
      int row = (slab * d + c) * width;
      engine.loops().multiply(sums, row, factor, 0, sums, row, width);
    }
  }

  @Override
  public void add(int slab, int from, int to, float[] powers, int at) {
    boolean more = from > slab * scorer.slabTiles() * TileScorer.TILE;
    scorer.sessionGradient(from, to, powers, at, sums, slab * d * width, more);
  }

  @Override
  public List<GradientTerm> terms(SoftmaxPass pass, Targets targets, Arena arena) {
    Tensor sessions = sessions(pass, targets, arena);
    CpuTiles items = new DotItemGradient(engine, scorer, pass, targets, 1);
    return List.of(new GradientTerm.Dense(sessions, 0), new GradientTerm.Tiled(items, 0));
  }

  /**
   * dS[b] = weight·(Σᵢ p_ib·Eᵢ − E_target) from the slabs' sums, added in order; ends their use.
   *
   * @return {@code [B, d]}
   */
  Tensor sessions(SoftmaxPass pass, Targets targets, Arena arena) {
    Tensor gradient = arena.tensor(scorer.sessions(), d);
    float[] scales = slabScales(pass, targets);
    engine
        .team()
        .run((d + COLUMNS - 1) / COLUMNS, part -> columns(part, scales, targets, gradient));
    engine.memory().giveBack(sums);
    return gradient;
  }

  /** What makes a session's share of the loss of a slab's sums, {@code [slabs, width]}. */
  private float[] slabScales(SoftmaxPass pass, Targets targets) {
    int slabs = scorer.slabs();
    float[] scales = Scratch.floats(Slot.SLAB_FACTORS, slabs * width);
    engine.forRows(
        scorer.sessions(),
        (long) EXP_COST * slabs,
        (from, to) -> {
          for (int b = from; b < to; b++) {
            for (int slab = 0; slab < slabs; slab++) {
              scales[slab * width + b] = (float) (pass.slabScale(slab, b) * targets.weight(b));
            }
          }
        });
    for (int slab = 0; slab < slabs; slab++) {
      Arrays.fill(scales, slab * width + scorer.sessions(), (slab + 1) * width, 0);
    }
    return scales;
  }

  /** Some columns of the gradient: as many as a cache line has, which is one thread's alone. */
  private void columns(int part, float[] scales, Targets targets, Tensor gradient) {
    int from = part * COLUMNS;
    int to = Math.min(d, from + COLUMNS);
    float[] sum = Scratch.floats(Slot.TILE, (to - from) * width);
    Arrays.fill(sum, 0, (to - from) * width, 0);
    for (int slab = 0; slab < scorer.slabs(); slab++) {
      for (int c = from; c < to; c++) {
        int row = (slab * d + c) * width;
        int own = (c - from) * width;
        engine.loops().multiplyAdd(sums, row, scales, slab * width, sum, own, sum, own, width);
      }
    }
    float[] out = CpuMemory.floats(gradient);
    for (int b = 0; b < scorer.sessions(); b++) {
      int target = targets.item(b);
      int row = gradient.offset() + b * d;
      for (int c = from; c < to; c++) {
        float given = targets.weight(b) * scorer.item(target, c);
        out[row + c] = sum[(c - from) * width + b] - given;
      }
    }
  }
}
