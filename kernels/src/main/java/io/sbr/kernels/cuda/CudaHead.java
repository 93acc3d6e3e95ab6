package io.sbr.kernels.cuda;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.head.RankCount;
import io.sbr.kernels.cuda.head.ScoreTiles;
import io.sbr.kernels.cuda.head.SoftmaxChunks;
import io.sbr.kernels.cuda.head.SoftmaxPass;
import io.sbr.kernels.cuda.head.TopK;
import io.sbr.kernels.cuda.memory.Indices;
import io.sbr.tensor.AllowSets;
import io.sbr.tensor.Arena;
import io.sbr.tensor.HeadKernels;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.List;
import java.util.Optional;

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
      Scorer scorer, Ints targets, Tensor weights, boolean withGradient, Arena arena) {
    Shapes.softmaxCrossEntropy(scorer, targets, weights);
    Indices.check("softmaxCrossEntropy", targets, scorer.itemCount());
    Tensor loss = arena.tensor(1);
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        SoftmaxPass pass = new SoftmaxPass(engine(), tiles, targets, weights)) {
      pass.loss(loss);
      return new SoftmaxLoss(loss, withGradient ? pass.gradients(arena) : List.of());
    }
  }

  @Override
  default void logSums(Scorer scorer, Tensor sums) {
    Shapes.logSums(scorer, sums);
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        SoftmaxChunks chunks = new SoftmaxChunks(engine(), tiles, scorer.sessionCount())) {
      chunks.logSums(sums);
    }
  }

  @Override
  default void topKAndLogSums(
      Scorer scorer,
      int k,
      Ints excludedOffsets,
      Ints excluded,
      Optional<AllowSets> allowed,
      Ints items,
      Tensor scores,
      Tensor sums) {
    checkTopK(scorer, k, excludedOffsets, excluded, allowed, items, scores);
    Shapes.logSums(scorer, sums);
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        SoftmaxChunks chunks = new SoftmaxChunks(engine(), tiles, scorer.sessionCount());
        TopK pass = new TopK(engine(), tiles, scorer.sessionCount(), k)) {
      tiles.forEach(
          (from, to) -> {
            chunks.add(from, to); // first, as a selection leaves keys in the tile
            pass.select(from, to, excludedOffsets, excluded, allowed);
          });
      chunks.into(sums);
      pass.into(items, scores);
    }
  }

  @Override
  default void ranks(Scorer scorer, Ties ties, Ints sessions, Ints targets, Ints ranks) {
    checkRanks("ranks", scorer, sessions, targets, ranks);
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        RankCount count = new RankCount(engine(), tiles, ties, sessions, targets)) {
      tiles.forEach(count::count);
      count.into(ranks);
    }
  }

  private static void checkRanks(
      String operation, Scorer scorer, Ints sessions, Ints targets, Ints ranks) {
    Shapes.ranks(sessions, targets, ranks);
    Indices.check(operation, sessions, scorer.sessionCount());
    Indices.check(operation, targets, scorer.itemCount());
  }

  @Override
  default void topK(
      Scorer scorer,
      int k,
      Ints excludedOffsets,
      Ints excluded,
      Optional<AllowSets> allowed,
      Ints items,
      Tensor scores) {
    checkTopK(scorer, k, excludedOffsets, excluded, allowed, items, scores);
    try (ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        TopK pass = new TopK(engine(), tiles, scorer.sessionCount(), k)) {
      tiles.forEach((from, to) -> pass.select(from, to, excludedOffsets, excluded, allowed));
      pass.into(items, scores);
    }
  }

  private static void checkTopK(
      Scorer scorer,
      int k,
      Ints excludedOffsets,
      Ints excluded,
      Optional<AllowSets> allowed,
      Ints items,
      Tensor scores) {
    Shapes.topK(scorer, k, excludedOffsets, items, scores);
    Indices.check("topK", excluded, scorer.itemCount());
    if (allowed.isPresent()) {
      Shapes.allowed(scorer, allowed.get());
      Indices.check("topK", allowed.get().ofSession(), Shapes.sets(scorer, allowed.get()));
    }
  }

  @Override
  default void ranksAndTopK(
      Scorer scorer,
      Ties ties,
      Ints sessions,
      Ints targets,
      Ints ranks,
      int k,
      Ints items,
      Tensor scores) {
    checkRanks("ranksAndTopK", scorer, sessions, targets, ranks);
    Shapes.topK(scorer, k, items, scores);
    try (Arena arena = new Arena(scores.backend());
        ScoreTiles tiles = new ScoreTiles(scorer, engine(), tileNumbers());
        RankCount count = new RankCount(engine(), tiles, ties, sessions, targets);
        TopK pass = new TopK(engine(), tiles, scorer.sessionCount(), k)) {
      Ints offsets = arena.copyOf(new int[scorer.sessionCount() + 1]);
      Ints none = arena.ints(0);
      tiles.forEach(
          (from, to) -> {
            count.count(from, to); // first, as a selection leaves keys in the tile
            pass.select(from, to, offsets, none, Optional.empty());
          });
      count.into(ranks);
      pass.into(items, scores);
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
