package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.CpuTiles;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * With δ = (p − y)/B, base = Σ_k ω_k and, for what a session b lists, extra = Σ_k ω_k·boost_k, the
 * gradient is that of the dot products, G_b = Σᵢ δ_ib·Eᵢ, and a few terms for the entries:
 *
 * <pre>
 *   dS_b  = base·G_b + Σ_listed δ·extra·Eᵢ
 *   dω_k  = Σ_b (S_b·G_b + Σ_listed δ·(S_b·Eᵢ)·boost_k)
 *   dEᵢ   = base·Σ_b δ·S_b + Σ_listed δ·extra·S_b      ({@link UsageItemGradient})
 * </pre>
 */
final class UsageScaledGradient implements ScoreGradient {
  private final UsageScaledScorer scorer;
  private final Engine engine;
  private final DotGradient products;

  UsageScaledGradient(UsageScaledScorer scorer, Engine engine) {
    this.scorer = scorer;
    this.engine = engine;
    products = new DotGradient(scorer.dot(), engine);
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
    int sessions = scorer.sessions();
    int statistics = scorer.statistics();
    DotScorer dot = scorer.dot();
    Tensor gradient = products.sessions(pass, targets, arena);
    Tensor corrections = arena.tensor(scorer.entries(), 1); // δ·extra of each entry
    double[] shares = new double[sessions * statistics]; // of each session in dω
    engine.forRows(
        sessions,
        2L * dot.d() * (1 + scorer.entries() / sessions),
        (from, to) -> {
          for (int b = from; b < to; b++) {
            session(b, pass, targets, gradient, corrections, shares);
          }
        });
    double[] weights = new double[statistics];
    for (int i = 0; i < shares.length; i++) {
      weights[i % statistics] += shares[i];
    }
    CpuTiles items =
        new UsageItemGradient(
            scorer,
            new DotItemGradient(engine, dot, pass, targets, scorer.base()),
            corrections,
            engine);
    return List.of(
        new GradientTerm.Dense(gradient, 0),
        new GradientTerm.Tiled(items, 0),
        new GradientTerm.Dense(arena.copyOf(weights, scorer.weightShape().dims()), 0));
  }

  /** Turns G_b into dS_b and collects the session's share of dω and its entries' corrections. */
  private void session(
      int b,
      SoftmaxPass pass,
      Targets targets,
      Tensor gradient,
      Tensor corrections,
      double[] shares) {
    DotScorer dot = scorer.dot();
    int d = dot.d();
    int statistics = scorer.statistics();
    float[] g = CpuMemory.floats(gradient);
    int row = gradient.offset() + b * d;
    float[] deltas = CpuMemory.floats(corrections);
    double product = 0;
    for (int c = 0; c < d; c++) {
      product += (double) g[row + c] * dot.session(b, c);
    }
    Arrays.fill(shares, b * statistics, (b + 1) * statistics, product);
    engine.loops().scale(scorer.base(), g, row, g, row, d);
    scorer.forEntries(
        b,
        0,
        scorer.items(),
        (entry, item) -> {
          double y = item == targets.item(b) ? 1 : 0;
          double delta = targets.weight(b) * (pass.probability(b, item) - y);
          double scored = delta * dot.score(b, item);
          for (int k = 0; k < statistics; k++) {
            shares[b * statistics + k] += scored * scorer.boost(entry, k);
          }
          float correction = (float) (delta * scorer.extra(entry));
          deltas[corrections.offset() + entry] = correction;
          dot.addItem(correction, item, g, row);
        });
  }
}
