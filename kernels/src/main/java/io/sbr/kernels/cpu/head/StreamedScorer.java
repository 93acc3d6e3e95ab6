package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.tensor.Arena;

/** A scorer whose gradient is summed along by {@link SoftmaxPass}. */
interface StreamedScorer extends TileScorer {
  /** What it computes with. */
  Engine engine();

  /**
   * A way back to the inputs, for one pass.
   *
   * @param arena owns what it keeps beyond the pass
   */
  ScoreGradient way(Arena arena);

  @Override
  default HeadGradient gradient(Targets targets, Arena arena) {
    return SoftmaxPass.gradient(this, engine(), way(arena), targets, arena);
  }
}
