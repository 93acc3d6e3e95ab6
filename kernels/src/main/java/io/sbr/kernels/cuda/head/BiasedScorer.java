package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Dot products and a bias of the item, which is added to a tile as it is there. */
final class BiasedScorer implements CudaScorer {
  private final CudaEngine engine;
  private final DotScorer dot;
  private final Tensor bias;
  private final int sessions;
  private int stride;
  private Tensor gradient;

  BiasedScorer(Scorer.Biased scorer, CudaEngine engine) {
    this.engine = engine;
    dot = new DotScorer(scorer.dot().sessions(), scorer.items(), engine);
    bias = scorer.bias();
    sessions = scorer.sessionCount();
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
    engine
        .launcher()
        .kernel("bias_add")
        .i32(to - from)
        .i32(stride)
        .pointer(CudaBuffer.address(bias) + (long) CudaBuffer.BYTES * from)
        .pointer(tile)
        .grid(Grid.tiles(to - from, Grid.THREADS, sessions), Grid.THREADS);
  }

  @Override
  public void beginGradients(Arena arena) {
    dot.beginGradients(arena);
    gradient = arena.tensor(bias.shape());
  }

  @Override
  public void addGradients(int from, int to, long delta) {
    dot.addGradients(from, to, delta);
    engine
        .launcher()
        .kernel("bias_backward")
        .i32(to - from)
        .i32(sessions)
        .i32(stride)
        .pointer(delta)
        .pointer(CudaBuffer.address(gradient) + (long) CudaBuffer.BYTES * from)
        .grid(Grid.elements(to - from), Grid.THREADS);
  }

  @Override
  public List<GradientTerm> gradients() {
    List<GradientTerm> terms = new ArrayList<>(dot.gradients());
    terms.add(new GradientTerm.Dense(gradient, 0));
    return terms;
  }

  @Override
  public void close() {
    dot.close();
  }
}
