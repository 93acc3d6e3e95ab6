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
 * The gradient of scores with unit items, from that of dot products with them: with r = 1/‖e‖, ê =
 * r·e and G_i the gradient of ê_i, dE_i = r(G_i − ê_i(ê_i · G_i)).
 */
final class NormalizedGradient implements ScoreGradient {
  private final DotGradient products;
  private final Tensor units;
  private final Tensor inverse;
  private final Engine engine;

  /**
   * A gradient.
   *
   * @param products the gradient of the products with unit items
   * @param units ê, {@code [N, d]}
   * @param inverse r, {@code [1, N]}
   */
  NormalizedGradient(DotGradient products, Tensor units, Tensor inverse, Engine engine) {
    this.products = products;
    this.units = units;
    this.inverse = inverse;
    this.engine = engine;
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
      float[] unit = CpuMemory.floats(units);
      float[] r = CpuMemory.floats(inverse);
      int d = cols();
      for (int i = from; i < to; i++) {
        int row = at + (i - from) * d;
        int item = units.offset() + i * d;
        float along = engine.loops().dot(g, row, unit, item, d);
        engine.loops().addScaled(-along, unit, item, g, row, d);
        engine.loops().scale(r[inverse.offset() + i], g, row, g, row, d);
      }
    }
  }
}
