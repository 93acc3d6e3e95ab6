package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.ColumnSums;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.launch.Launch;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.kernels.cuda.memory.Indices;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Dot products scaled by personal usage. Most items were never used and share one factor; the
 * listed ones are taken out of the tile before it is scaled, and put back with their own.
 */
final class UsageScaledScorer implements CudaScorer {
  private final CudaEngine engine;
  private final Scorer.UsageScaled scorer;
  private final DotScorer dot;
  private final int sessions;
  private final int entries;
  private final int kinds;
  private final int d;
  private int stride;

  /** The listed items' numbers, {@code [m]}. */
  private final CudaEngine.Scratch kept;

  /** Σ_i δ·item over all items, {@code [B, d]}, without factors. */
  private Tensor plain;

  /** What the listed items add to the sessions' gradient, {@code [B, d]}. */
  private Tensor extras;

  /** The weights' gradient by session, {@code [B, K]}, and in all. */
  private Tensor shares;

  private Tensor weightGradient;

  UsageScaledScorer(Scorer.UsageScaled scorer, CudaEngine engine) {
    this.engine = engine;
    this.scorer = scorer;
    dot = new DotScorer(scorer.sessions(), scorer.items(), engine);
    sessions = scorer.sessionCount();
    entries = scorer.usage().items().length();
    kinds = scorer.weights().size();
    d = scorer.items().cols();
    Indices.check("usage-scaled scores", scorer.usage().items(), scorer.itemCount());
    kept = engine.scratch((long) CudaBuffer.BYTES * entries);
  }

  @Override
  public long numbersPerItem() {
    return dot.numbersPerItem();
  }

  @Override
  public void stride(int numbers) {
    stride = numbers;
    dot.stride(numbers);
  }

  @Override
  public void fill(int from, int to, long tile) {
    dot.fill(from, to, tile);
    applyFactors(from, to, tile);
  }

  /** Multiplies a tile by F[b, i] = Σ_k weights[k] · (1 + boost_k[b, i]). */
  private void applyFactors(int from, int to, long tile) {
    entries("usage_keep", from, to)
        .pointer(scorer.usage().offsets())
        .pointer(scorer.usage().items())
        .pointer(tile)
        .pointer(kept.address())
        .grid(Grid.elements(entries), Grid.THREADS);
    engine
        .launcher()
        .kernel("usage_scale")
        .i32(to - from)
        .i32(stride)
        .i32(kinds)
        .pointer(scorer.weights())
        .pointer(tile)
        .grid(Grid.tiles(to - from, Grid.THREADS, sessions), Grid.THREADS);
    entries("usage_put", from, to)
        .i32(kinds)
        .pointer(scorer.usage().offsets())
        .pointer(scorer.usage().items())
        .pointer(scorer.usage().boosts())
        .pointer(scorer.weights())
        .pointer(kept.address())
        .pointer(tile)
        .grid(Grid.elements(entries), Grid.THREADS);
  }

  private Launch entries(String kernel, int from, int to) {
    return engine
        .launcher()
        .kernel(kernel)
        .i32(entries)
        .i32(sessions)
        .i32(to - from)
        .i32(stride)
        .i32(from);
  }

  @Override
  public void beginGradients(Arena arena) {
    dot.beginGradients(arena);
    plain = arena.tensor(sessions, d);
    extras = arena.tensor(sessions, d);
    shares = arena.tensor(sessions, kinds);
    weightGradient = arena.tensor(scorer.weights().shape());
    engine.zero(CudaBuffer.address(extras), (long) CudaBuffer.BYTES * extras.size());
    engine.zero(CudaBuffer.address(shares), (long) CudaBuffer.BYTES * shares.size());
  }

  /** The sessions' side from δ, then the items' side from δ ⊙ F in its place. */
  @Override
  public void addGradients(int from, int to, long delta) {
    dot.addToRows(delta, from, to, plain);
    engine
        .launcher()
        .kernel("usage_backward")
        .i32(sessions)
        .i32(d)
        .i32(to - from)
        .i32(stride)
        .i32(from)
        .i32(kinds)
        .pointer(scorer.usage().offsets())
        .pointer(scorer.usage().items())
        .pointer(scorer.usage().boosts())
        .pointer(scorer.weights())
        .pointer(scorer.sessions())
        .pointer(scorer.items())
        .pointer(delta)
        .pointer(extras)
        .pointer(shares)
        .grid(Grid.warps(sessions), Grid.THREADS);
    applyFactors(from, to, delta);
    dot.addToItems(delta, scorer.sessions(), from, to, false);
  }

  @Override
  public List<GradientTerm> gradients() {
    engine
        .launcher()
        .kernel("usage_sessions")
        .i32(sessions)
        .i32(d)
        .i32(kinds)
        .pointer(scorer.weights())
        .pointer(scorer.sessions())
        .pointer(plain)
        .pointer(extras)
        .pointer(dot.sessionGradient())
        .pointer(shares)
        .grid(Grid.warps(sessions), Grid.THREADS);
    long sums = CudaBuffer.address(weightGradient);
    ColumnSums.sum(engine, sessions, kinds, CudaBuffer.address(shares), sums, false);
    return List.of(
        dot.gradients().get(0), dot.gradients().get(1), new GradientTerm.Dense(weightGradient, 0));
  }

  @Override
  public void close() {
    kept.close();
  }
}
