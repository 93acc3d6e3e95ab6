package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.RowNorm;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;

/**
 * score = (E·Sᵀ) ⊙ 1/‖E‖: the products of {@link DotScorer}, each row of a tile divided by its
 * item's length. The lengths are one more pass over the item table, which costs next to nothing
 * beside the products.
 */
final class NormalizedScorer implements StreamedScorer {
  private final DotScorer dot;
  private final Tensor items;
  private final Engine engine;

  /** 1/‖e‖ of each item; 0 for an item of zeros. */
  private final float[] inverse;

  NormalizedScorer(DotScorer dot, Tensor items, Engine engine) {
    this.dot = dot;
    this.items = items;
    this.engine = engine;
    inverse = engine.memory().borrow(dot.items());
    float[] e = CpuMemory.floats(items);
    int d = dot.d();
    engine.forRows(
        dot.items(),
        2L * d,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            inverse[i] = RowNorm.inverse(engine.loops(), e, items.offset() + i * d, d);
          }
        });
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public int sessions() {
    return dot.sessions();
  }

  @Override
  public int items() {
    return dot.items();
  }

  @Override
  public int width() {
    return dot.width();
  }

  @Override
  public void fill(int from, int to, float[] tile, int at) {
    dot.fill(from, to, tile, at);
    int width = width();
    for (int i = from; i < to; i++) {
      int row = at + (i - from) * width;
      engine.loops().scale(inverse[i], tile, row, tile, row, width);
    }
  }

  @Override
  public void rows(int from, int to, float[] tile, int at) {
    dot.rows(from, to, tile, at);
    int stride = TileScorer.stride(to - from);
    for (int b = 0; b < sessions(); b++) {
      int row = at + b * stride;
      engine.loops().multiply(tile, row, inverse, from, tile, row, to - from);
    }
  }

  @Override
  public float score(int session, int item) {
    return dot.score(session, item) * inverse[item];
  }

  @Override
  public ScoreGradient way(Arena arena) {
    Tensor kept = arena.tensor(1, items());
    System.arraycopy(inverse, 0, CpuMemory.floats(kept), kept.offset(), items());
    ItemFactors factors = ItemFactors.of(kept);
    return new NormalizedGradient(new DotGradient(dot, factors, engine), items, factors, engine);
  }

  @Override
  public void close() {
    engine.memory().giveBack(inverse);
    dot.close();
  }
}
