package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.launch.Launch;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Target attention as two tall products for each tile, queries and states times items, and a
 * softmax over the few nodes of each session (docs/costs.md, section 1). Nothing of size sessions ×
 * items × width exists.
 */
final class TargetAttentionScorer implements CudaScorer {
  private final CudaEngine engine;
  private final Scorer.TargetAttention scorer;
  private final DotScorer dot;
  private final int nodes;
  private int stride;

  /** Logits e and values g of the current tile, {@code [2n, stride]}; later their gradients. */
  private CudaEngine.Scratch products;

  private Tensor queryGradient;
  private Tensor stateGradient;

  TargetAttentionScorer(Scorer.TargetAttention scorer, CudaEngine engine) {
    this.engine = engine;
    this.scorer = scorer;
    dot = new DotScorer(scorer.sessions(), scorer.items(), engine);
    nodes = scorer.nodes().total();
  }

  @Override
  public long numbersPerItem() {
    return dot.numbersPerItem() + 2L * nodes;
  }

  @Override
  public void stride(int numbers) {
    stride = numbers;
    dot.stride(numbers);
    products = engine.scratch(2L * CudaBuffer.BYTES * nodes * stride);
  }

  private long logits() {
    return products.address();
  }

  private long values() {
    return products.address() + (long) CudaBuffer.BYTES * nodes * stride;
  }

  @Override
  public void fill(int from, int to, long tile) {
    dot.fill(from, to, tile);
    dot.times(scorer.queries(), from, to, logits());
    dot.times(scorer.states(), from, to, values());
    begin("target_attention", to - from)
        .pointer(logits())
        .pointer(values())
        .pointer(tile)
        .grid(blocks(to - from), Grid.THREADS);
  }

  @Override
  public void beginGradients(Arena arena) {
    dot.beginGradients(arena);
    queryGradient = arena.tensor(scorer.queries().shape());
    stateGradient = arena.tensor(scorer.states().shape());
  }

  @Override
  public void addGradients(int from, int to, long delta) {
    begin("target_attention_backward", to - from)
        .pointer(delta)
        .pointer(logits())
        .pointer(values())
        .grid(blocks(to - from), Grid.THREADS);
    dot.addGradients(from, to, delta);
    dot.addToRows(logits(), from, to, queryGradient);
    dot.addToItems(logits(), scorer.queries(), from, to, true);
    dot.addToRows(values(), from, to, stateGradient);
    dot.addToItems(values(), scorer.states(), from, to, true);
  }

  private Launch begin(String kernel, int items) {
    return engine
        .launcher()
        .kernel(kernel)
        .i32(items)
        .i32(stride)
        .pointer(scorer.nodes().offsets())
        .pointer(scorer.clicks())
        .pointer(scorer.padding());
  }

  private int blocks(int items) {
    return Grid.tiles(items, Grid.THREADS, scorer.sessionCount());
  }

  @Override
  public List<GradientTerm> gradients() {
    return List.of(
        dot.gradients().get(0),
        dot.gradients().get(1),
        new GradientTerm.Dense(queryGradient, 0),
        new GradientTerm.Dense(stateGradient, 0));
  }

  @Override
  public void close() {
    if (products != null) {
      products.close();
    }
  }
}
