package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Arena;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Tensor;
import java.util.Optional;

/**
 * score = (E·Sᵀ) ⊙ 1/‖E‖: the products of {@link DotScorer}, each row of a tile divided by its
 * item's length. Where the items are packed their lengths are known; else they are one more pass
 * over the item table, which costs next to nothing beside the products of many sessions, and half
 * of the time of one session's.
 *
 * <p>Where a gradient is wanted a tile would be gone over twice more, to divide scores and then
 * what they say of the sessions. Instead the items are divided, once, and the products are with
 * these; such scores are the others but for rounding.
 */
final class NormalizedScorer extends CorrectedScorer<DotScorer> {
  private final Tensor items;

  /** 1/‖e‖ of each item, from {@link #at} on; 0 for an item of zeros. */
  private final float[] inverse;

  private final int at;
  private final boolean borrowed;

  /** Products with unit items; null as long as no gradient is wanted. */
  private DotScorer units;

  NormalizedScorer(DotScorer dot, Tensor items, Optional<PackedItems> packed, Engine engine) {
    super(dot, engine);
    this.items = items;
    borrowed = packed.isEmpty();
    if (borrowed) {
      at = 0;
      inverse = engine.memory().borrow(dot.items());
      ItemTable.inverseLengths(items, inverse, at, engine);
    } else {
      Tensor known = packed.get().inverseLengths();
      at = known.offset();
      inverse = CpuMemory.floats(known);
    }
  }

  @Override
  public void fill(int from, int to, float[] tile, int tileAt) {
    if (units != null) {
      units.fill(from, to, tile, tileAt);
      return;
    }
    others.fill(from, to, tile, tileAt);
    int width = width();
    for (int i = from; i < to; i++) {
      int row = tileAt + (i - from) * width;
      engine.loops().scale(inverse[at + i], tile, row, tile, row, width);
    }
  }

  @Override
  public void rows(int from, int to, float[] tile, int tileAt) {
    others.rows(from, to, tile, tileAt);
    int stride = TileScorer.stride(to - from);
    for (int b = 0; b < sessions(); b++) {
      int row = tileAt + b * stride;
      engine.loops().multiply(tile, row, inverse, at + from, tile, row, to - from);
    }
  }

  @Override
  public float score(int session, int item) {
    return others.score(session, item) * inverse[at + item];
  }

  @Override
  public ScoreGradient way(Arena arena) {
    Tensor kept = arena.tensor(1, items());
    System.arraycopy(inverse, at, CpuMemory.floats(kept), kept.offset(), items());
    Tensor unit = arena.tensor(items.shape());
    arena.backend().scaleRows(items, kept.reshape(items(), 1), unit);
    units = new DotScorer(others.sessionVectors(), new ItemTable(unit, Optional.empty()), engine);
    return new NormalizedGradient(new DotGradient(units, engine), unit, kept, engine);
  }

  @Override
  public void close() {
    if (borrowed) {
      engine.memory().giveBack(inverse);
    }
    if (units != null) {
      units.close();
    }
    super.close();
  }
}
