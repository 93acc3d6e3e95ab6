package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Dot products and a bias of the item. The bias' gradient, Σ_b weight_b·(p_ib − y_ib), is that of a
 * table of one column beside sessions of ones.
 */
final class BiasedScorer extends CorrectedScorer<DotScorer> {
  private final float[] bias;
  private final int biasAt;

  BiasedScorer(DotScorer dot, Tensor bias, Engine engine) {
    super(dot, engine);
    this.bias = CpuMemory.floats(bias);
    biasAt = bias.offset();
  }

  @Override
  public void fill(int from, int to, float[] tile, int at) {
    others.fill(from, to, tile, at);
    for (int i = from; i < to; i++) {
      int row = at + (i - from) * width();
      for (int b = 0; b < sessions(); b++) {
        tile[row + b] += bias[biasAt + i];
      }
    }
  }

  @Override
  public void rows(int from, int to, float[] tile, int at) {
    others.rows(from, to, tile, at);
    int stride = TileScorer.stride(to - from);
    for (int b = 0; b < sessions(); b++) {
      int row = at + b * stride;
      engine.loops().add(tile, row, bias, biasAt + from, tile, row, to - from);
    }
  }

  @Override
  public float score(int session, int item) {
    return others.score(session, item) + bias[biasAt + item];
  }

  @Override
  public ScoreGradient way(Arena arena) {
    return new Beside(new DotGradient(others, engine), arena.filled(1, sessions(), 1));
  }

  /** The way back of the products, and that of the bias. */
  private final class Beside implements ScoreGradient {
    private final DotGradient way;

    /** {@code [B, 1]} */
    private final Tensor ones;

    Beside(DotGradient way, Tensor ones) {
      this.way = way;
      this.ones = ones;
    }

    @Override
    public void rescale(int slab, float[] factor) {
      way.rescale(slab, factor);
    }

    @Override
    public void add(int slab, int from, int to, float[] powers, int at) {
      way.add(slab, from, to, powers, at);
    }

    @Override
    public List<GradientTerm> terms(SoftmaxPass pass, Targets targets, Arena arena) {
      List<GradientTerm> terms = new ArrayList<>(way.terms(pass, targets, arena));
      DotItemGradient own = new DotItemGradient(engine, ones, others, pass, targets, 1);
      terms.add(new GradientTerm.Tiled(own, 0));
      return terms;
    }
  }
}
