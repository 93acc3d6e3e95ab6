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
  public void start(int slab) {
    Arrays.fill(sums, slab * d * width, (slab + 1) * d * width, 0);
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
    scorer.addSessionGradient(from, to, powers, at, sums, slab * d * width);
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
    int sessions = scorer.sessions();
    int slabs = scorer.slabs();
    Tensor gradient = arena.tensor(sessions, d);
    float[] out = CpuMemory.floats(gradient);
    float[] scales = Scratch.floats(Slot.SLAB_FACTORS, slabs * width);
    Arrays.fill(scales, 0, slabs * width, 0);
    for (int slab = 0; slab < slabs; slab++) {
      for (int b = 0; b < sessions; b++) {
        scales[slab * width + b] = (float) (pass.slabScale(slab, b) * targets.weight(b));
      }
    }
    engine.forRows(
        d,
        4L * slabs * width,
        (from, to) -> {
          float[] sum = Scratch.floats(Slot.ROW, width);
          for (int c = from; c < to; c++) {
            Arrays.fill(sum, 0, width, 0);
            for (int slab = 0; slab < slabs; slab++) {
              int row = (slab * d + c) * width;
              engine.loops().multiply(sums, row, scales, slab * width, sums, row, width);
              engine.loops().add(sum, 0, sums, row, sum, 0, width);
            }
            for (int b = 0; b < sessions; b++) {
              int target = targets.item(b);
              float given = targets.weight(b) * scorer.item(target, c);
              out[gradient.offset() + b * d + c] = sum[b] - given;
            }
          }
        });
    engine.memory().giveBack(sums);
    return gradient;
  }
}
