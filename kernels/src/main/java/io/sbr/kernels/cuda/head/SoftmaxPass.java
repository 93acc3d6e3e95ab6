package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * Softmax cross-entropy over tiles of scores: a pass for the maximum and the sum of exponentials of
 * each chunk of items, which gives the loss, and one that turns scores into gradients. Everything
 * stays on the device, the loss too.
 */
public final class SoftmaxPass implements AutoCloseable {
  private final CudaEngine engine;
  private final ScoreTiles tiles;
  private final Ints targets;
  private final Tensor weights;
  private final int sessions;
  private final SoftmaxChunks chunks;
  private final CudaEngine.Scratch memory;

  /** The loss of each session, a double. */
  private final long losses;

  /** By session: the target's score, the maximum, and weight/Σ exp(s − maximum). */
  private final long picked;

  private final long maximum;
  private final long scale;

  /**
   * The pass for these targets.
   *
   * @param targets {@code [B]}
   * @param weights of size B, how much each session counts
   * @throws IllegalArgumentException if the scores may not have these targets
   */
  public SoftmaxPass(CudaEngine engine, ScoreTiles tiles, Ints targets, Tensor weights) {
    tiles.scorer().check(targets);
    this.engine = engine;
    this.tiles = tiles;
    this.targets = targets;
    this.weights = weights;
    sessions = targets.length();
    long row = (long) CudaBuffer.BYTES * sessions;
    memory = engine.scratch(row * (2 + 3));
    losses = memory.address();
    picked = losses + 2 * row;
    maximum = picked + row;
    scale = maximum + row;
    try {
      chunks = new SoftmaxChunks(engine, tiles, sessions);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /**
   * Passes over all tiles for the weighted sum of the sessions' losses.
   *
   * @param loss {@code [1]}
   */
  public void loss(Tensor loss) {
    chunks.fill(CudaBuffer.address(targets), picked);
    engine
        .launcher()
        .kernel("softmax_sessions")
        .i32(sessions)
        .i32(tiles.chunks())
        .pointer(chunks.maxima())
        .pointer(chunks.sums())
        .pointer(picked)
        .pointer(weights)
        .pointer(maximum)
        .pointer(scale)
        .pointer(losses)
        .grid(Grid.warps(sessions), Grid.THREADS);
    engine
        .launcher()
        .kernel("softmax_loss")
        .i32(sessions)
        .pointer(losses)
        .pointer(loss)
        .grid(1, Grid.THREADS);
  }

  /** Passes over all tiles for the gradients; after {@link #loss}. */
  public List<GradientTerm> gradients(Arena arena) {
    tiles.scorer().beginGradients(arena);
    tiles.forEach(
        (from, to) -> {
          engine
              .launcher()
              .kernel("softmax_gradient")
              .i32(to - from)
              .i32(tiles.stride())
              .i32(from)
              .pointer(targets)
              .pointer(weights)
              .pointer(maximum)
              .pointer(scale)
              .pointer(tiles.address())
              .grid(Grid.tiles(to - from, Grid.THREADS, sessions), Grid.THREADS);
          tiles.scorer().addGradients(from, to, tiles.address());
        });
    return tiles.scorer().gradients();
  }

  @Override
  public void close() {
    chunks.close();
    memory.close();
  }
}
