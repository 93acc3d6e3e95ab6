package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.head.ScoreTiles;
import io.sbr.kernels.cuda.head.SoftmaxPass;
import io.sbr.kernels.cuda.head.TopK;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.kernels.cuda.memory.Indices;
import io.sbr.tensor.Arena;
import io.sbr.tensor.HeadKernels;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/** Loss, ranks and top-k over the full catalogue, each by passes over tiles of scores. */
interface CudaHead extends HeadKernels {
  /** Numbers of working memory for a tile of scores, unless a test wants fewer: 128 MiB. */
  long TILE_NUMBERS = 1L << 25;

  /** What this backend computes with. */
  CudaEngine engine();

  /** Numbers of working memory for a tile of scores and what its scorer needs beside it. */
  long tileNumbers();

  @Override
  default SoftmaxLoss softmaxCrossEntropy(
      Scorer scorer, Ints targets, boolean withGradient, Arena arena) {
    Shapes.softmaxCrossEntropy(scorer, targets);
    Indices.check("softmaxCrossEntropy", targets, scorer.itemCount());
    Tensor loss = arena.tensor(1);
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        SoftmaxPass pass = new SoftmaxPass(engine(), tiles, targets)) {
      pass.loss(loss);
      return new SoftmaxLoss(loss, withGradient ? pass.gradients(arena) : List.of());
    }
  }

  @Override
  default void ranks(Scorer scorer, Ints sessions, Ints targets, Ints ranks) {
    Shapes.ranks(sessions, targets, ranks);
    Indices.check("ranks", sessions, scorer.sessionCount());
    Indices.check("ranks", targets, scorer.itemCount());
    int count = targets.length();
    long row = (long) CudaBuffer.BYTES * count;
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        CudaEngine.Scratch memory = engine().scratch(3 * row)) {
      long before = memory.address();
      long spoilt = before + row;
      long picked = spoilt + row;
      engine().zero(memory.address(), 2 * row);
      // The very number that the tile holds: computed apart, the target's score could differ in its
      // last bit from itself.
      tiles.forEach(
          (from, to) ->
              engine()
                  .launcher()
                  .kernel("pick_targets")
                  .i32(count)
                  .i32(to - from)
                  .i32(tiles.stride())
                  .i32(from)
                  .pointer(tiles.address())
                  .pointer(sessions)
                  .pointer(targets)
                  .pointer(picked)
                  .grid(Grid.elements(count), Grid.THREADS));
      tiles.forEach(
          (from, to) ->
              engine()
                  .launcher()
                  .kernel("rank_count")
                  .i32(to - from)
                  .i32(tiles.stride())
                  .i32(from)
                  .pointer(tiles.address())
                  .pointer(sessions)
                  .pointer(targets)
                  .pointer(picked)
                  .pointer(before)
                  .pointer(spoilt)
                  .grid(Grid.tiles(to - from, ScoreTiles.CHUNK, count), Grid.THREADS));
      engine()
          .launcher()
          .kernel("rank_finish")
          .i32(count)
          .pointer(before)
          .pointer(spoilt)
          .pointer(ranks)
          .grid(Grid.elements(count), Grid.THREADS);
    }
    CudaBuffer.of(ranks.buffer()).range(null);
  }

  @Override
  default void topK(
      Scorer scorer, int k, Ints excludedOffsets, Ints excluded, Ints items, Tensor scores) {
    Shapes.topK(scorer, k, excludedOffsets, items, scores);
    Indices.check("topK", excluded, scorer.itemCount());
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        TopK pass = new TopK(engine(), tiles, scorer.sessionCount(), k)) {
      pass.into(excludedOffsets, excluded, items, scores);
    }
  }

  @Override
  default void scores(Scorer scorer, Tensor scores) {
    Shapes.scores(scorer, scores);
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers())) {
      int sessions = scorer.sessionCount();
      tiles.forEach(
          (from, to) ->
              engine()
                  .launcher()
                  .kernel("copy_columns")
                  .i32(sessions * (to - from))
                  .i32(to - from)
                  .pointer(tiles.address())
                  .i32(tiles.stride())
                  .i32(0)
                  .pointer(scores)
                  .i32(scorer.itemCount())
                  .i32(from)
                  .grid(Grid.elements((long) sessions * (to - from)), Grid.THREADS));
    }
  }
}
