package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.CpuTiles;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * The gradient of scores with unit items. With r = 1/‖e‖ it is that of dot products of which each
 * is multiplied by its item's r, G, and of an item's row what is orthogonal to the item: dE_i = G_i
 * − ê_i(ê_i · G_i).
 */
final class NormalizedGradient implements ScoreGradient {
  private final DotGradient products;
  private final Tensor items;
  private final ItemFactors inverse;
  private final Engine engine;

  /**
   * A gradient.
   *
   * @param products the gradient with each item's factor, but along the item, too
   * @param items {@code [N, d]}
   * @param inverse r of each item, of the arena
   */
  NormalizedGradient(DotGradient products, Tensor items, ItemFactors inverse, Engine engine) {
    this.products = products;
    this.items = items;
    this.inverse = inverse;
    this.engine = engine;
  }

  @Override
  public void start(int slab) {
    products.start(slab);
  }

  @Override
  public void rescale(int slab, float[] factor) {
    products.rescale(slab, factor);
  }

  @Override
  public void add(int slab, int from, int to, float[] powers, int at) {
    products.add(slab, from, to, powers, at);
  }

  @Override
  public List<GradientTerm> terms(SoftmaxPass pass, Targets targets, Arena arena) {
    List<GradientTerm> terms = products.terms(pass, targets, arena);
    CpuTiles along = (CpuTiles) ((GradientTerm.Tiled) terms.get(1)).tiles();
    return List.of(terms.get(0), new GradientTerm.Tiled(new Across(along), 0));
  }

  /** Rows of a gradient without what is along their items. */
  private final class Across implements CpuTiles {
    private final CpuTiles gradient;

    Across(CpuTiles gradient) {
      this.gradient = gradient;
    }

    @Override
    public int rows() {
      return gradient.rows();
    }

    @Override
    public int cols() {
      return gradient.cols();
    }

    @Override
    public int tileRows() {
      return gradient.tileRows();
    }

    @Override
    public void rows(int from, int to, float[] g, int at, boolean add) {
      int n = (to - from) * cols();
      if (!add) {
        whole(from, to, g, at);
        return;
      }
      float[] own = Scratch.floats(Slot.TILE, n);
      whole(from, to, own, 0);
      engine.loops().add(g, at, own, 0, g, at, n);
    }

    private void whole(int from, int to, float[] g, int at) {
      gradient.rows(from, to, g, at, false);
      float[] e = CpuMemory.floats(items);
      int d = cols();
      for (int i = from; i < to; i++) {
        int row = at + (i - from) * d;
        int item = items.offset() + i * d;
        float length = inverse.of(i);
        // Twice by r instead of by its square, which need not fit.
        float along = engine.loops().dot(g, row, e, item, d) * length;
        engine.loops().addScaled(-along * length, e, item, g, row, d);
      }
    }
  }
}
