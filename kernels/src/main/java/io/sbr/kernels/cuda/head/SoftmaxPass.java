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
  private final int sessions;
  private final CudaEngine.Scratch memory;

  /** The loss of each session, a double. */
  private final long losses;

  /** Maximum and Σ exp(s − maximum) of each chunk, {@code [B, chunks]}. */
  private final long maxima;

  private final long sums;

  /** By session: the target's score, the maximum, and 1/(B Σ exp(s − maximum)). */
  private final long picked;

  private final long maximum;
  private final long scale;

  /** The pass for these targets, {@code [B]}. */
  public SoftmaxPass(CudaEngine engine, ScoreTiles tiles, Ints targets) {
    this.engine = engine;
    this.tiles = tiles;
    this.targets = targets;
    sessions = targets.length();
    long row = (long) CudaBuffer.BYTES * sessions;
    memory = engine.scratch(row * (2 + 2L * tiles.chunks() + 3));
    losses = memory.address();
    maxima = losses + 2 * row;
    sums = maxima + row * tiles.chunks();
    picked = sums + row * tiles.chunks();
    maximum = picked + row;
    scale = maximum + row;
  }

  /**
   * Passes over all tiles for the mean loss.
   *
   * @param loss {@code [1]}
   */
  public void loss(Tensor loss) {
    tiles.forEach(
        (from, to) ->
            engine
                .launcher()
                .kernel("softmax_chunks")
                .i32(to - from)
                .i32(tiles.stride())
                .i32(from)
                .i32(tiles.chunks())
                .pointer(tiles.address())
                .pointer(targets)
                .pointer(maxima)
                .pointer(sums)
                .pointer(picked)
                .grid(Grid.tiles(to - from, ScoreTiles.CHUNK, sessions), Grid.THREADS));
    engine
        .launcher()
        .kernel("softmax_sessions")
        .i32(sessions)
        .i32(tiles.chunks())
        .pointer(maxima)
        .pointer(sums)
        .pointer(picked)
        .pointer(maximum)
        .pointer(scale)
        .pointer(losses)
        .grid(Grid.warps(sessions), Grid.THREADS);
    engine
        .launcher()
        .kernel("softmax_mean")
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
              .f32(1.0 / sessions)
              .pointer(targets)
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
    memory.close();
  }
}
