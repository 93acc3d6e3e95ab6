package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Dot products with unit items ê = e/‖e‖, which are written out for the items of a tile. With G =
 * Pᵀ·S the gradient of the unit items, that of an item is what of G is orthogonal to it: dE_i =
 * (G_i − ê_i(ê_i · G_i))/‖e_i‖.
 */
final class NormalizedScorer implements CudaScorer {
  private final CudaEngine engine;
  private final Tensor items;
  private final DotScorer dot;
  private final int d;

  /** The unit items of the current tile, {@code [stride, d]}. */
  private CudaEngine.Scratch unit;

  NormalizedScorer(Scorer.NormalizedDot scorer, CudaEngine engine) {
    this.engine = engine;
    items = scorer.items();
    d = items.cols();
    dot = new DotScorer(scorer.sessions(), items, from -> unit.address(), engine);
  }

  @Override
  public long numbersPerItem() {
    return dot.numbersPerItem() + d;
  }

  @Override
  public void stride(int numbers) {
    dot.stride(numbers);
    unit = engine.scratch((long) CudaBuffer.BYTES * numbers * d);
  }

  @Override
  public void fill(int from, int to, long tile) {
    engine
        .launcher()
        .kernel("unit_rows")
        .i32(to - from)
        .i32(d)
        .pointer(items.rowRange(from, to))
        .pointer(unit.address())
        .grid(Grid.warps(to - from), Grid.THREADS);
    dot.fill(from, to, tile);
  }

  @Override
  public void beginGradients(Arena arena) {
    dot.beginGradients(arena);
  }

  @Override
  public void addGradients(int from, int to, long delta) {
    dot.addGradients(from, to, delta);
    long gradient = dot.itemGradient(from);
    engine
        .launcher()
        .kernel("unit_rows_backward")
        .i32(to - from)
        .i32(d)
        .pointer(items.rowRange(from, to))
        .pointer(unit.address())
        .pointer(gradient)
        .pointer(gradient)
        .grid(Grid.warps(to - from), Grid.THREADS);
  }

  @Override
  public List<GradientTerm> gradients() {
    return dot.gradients();
  }

  @Override
  public void close() {
    if (unit != null) {
      unit.close();
    }
  }
}
