package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.CpuTiles;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Tensor;

/**
 * The item table's gradient under usage-scaled scores: that of dot products scaled by the base, and
 * for each entry its correction times the session's vector. It is asked for when the scorer is
 * closed already, and so uses of it only what the arena owns: entries and session vectors.
 */
final class UsageItemGradient implements CpuTiles {
  private final UsageScaledScorer scorer;
  private final DotItemGradient products;
  private final Tensor corrections;
  private final Engine engine;

  /**
   * A gradient.
   *
   * @param products the gradient without entries
   * @param corrections one for each entry
   */
  UsageItemGradient(
      UsageScaledScorer scorer, DotItemGradient products, Tensor corrections, Engine engine) {
    this.scorer = scorer;
    this.products = products;
    this.corrections = corrections;
    this.engine = engine;
  }

  @Override
  public int rows() {
    return products.rows();
  }

  @Override
  public int cols() {
    return products.cols();
  }

  @Override
  public int tileRows() {
    return products.tileRows();
  }

  @Override
  public void rows(int from, int to, float[] g, int at, boolean add) {
    products.rows(from, to, g, at, add);
    Tensor sessions = scorer.dot().sessionVectors();
    float[] s = CpuMemory.floats(sessions);
    float[] factors = CpuMemory.floats(corrections);
    int d = cols();
    for (int b = 0; b < scorer.sessions(); b++) {
      int session = sessions.offset() + b * d;
      scorer.forEntries(
          b,
          from,
          to,
          (entry, item) ->
              engine
                  .loops()
                  .addScaled(
                      factors[corrections.offset() + entry],
                      s,
                      session,
                      g,
                      at + (item - from) * d,
                      d));
    }
  }
}
