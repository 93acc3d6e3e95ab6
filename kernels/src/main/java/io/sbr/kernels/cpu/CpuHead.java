package io.sbr.kernels.cpu;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.engine.ItemPanels;
import io.sbr.kernels.cpu.engine.SpeedWatch;
import io.sbr.kernels.cpu.head.Allowed;
import io.sbr.kernels.cpu.head.HeadGradient;
import io.sbr.kernels.cpu.head.ItemTable;
import io.sbr.kernels.cpu.head.LogSums;
import io.sbr.kernels.cpu.head.RankCount;
import io.sbr.kernels.cpu.head.ScorePass;
import io.sbr.kernels.cpu.head.SoftmaxPass;
import io.sbr.kernels.cpu.head.Targets;
import io.sbr.kernels.cpu.head.TileScorer;
import io.sbr.kernels.cpu.head.TopK;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.AllowSets;
import io.sbr.tensor.Arena;
import io.sbr.tensor.HeadKernels;
import io.sbr.tensor.Ints;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Loss, ranks and top-k over the full catalogue, each one pass over tiles of scores. */
interface CpuHead extends HeadKernels {
  /** What this backend computes with. */
  Engine engine();

  @Override
  default SoftmaxLoss softmaxCrossEntropy(
      Scorer scorer, Ints targets, Tensor weights, boolean withGradient, Arena arena) {
    Shapes.softmaxCrossEntropy(scorer, targets, weights);
    Targets wanted =
        new Targets(
            checked("softmaxCrossEntropy", targets, scorer.itemCount()), weights.toFloats());
    long begin = engine().watch().begin();
    try (TileScorer tiles = TileScorer.of(scorer, engine())) {
      tiles.check(wanted);
      HeadGradient head =
          withGradient
              ? tiles.gradient(wanted, arena)
              : new HeadGradient(new SoftmaxPass(tiles, wanted, engine()).logSum(), List.of());
      double loss = 0;
      for (int b = 0; b < scorer.sessionCount(); b++) {
        // −log softmax(s)_t = log Σ exp(s) − s_t
        loss += wanted.weight(b) * (head.logSums()[b] - tiles.score(b, wanted.item(b)));
      }
      engine().watch().end(begin, tiles.width());
      return new SoftmaxLoss(arena.copyOf(new double[] {loss}, 1), head.terms());
    }
  }

  @Override
  default void logSums(Scorer scorer, Tensor sums) {
    Shapes.logSums(scorer, sums);
    long begin = engine().watch().begin();
    try (TileScorer tiles = TileScorer.of(scorer, engine())) {
      LogSums all = new LogSums(tiles, engine());
      ScorePass.over(tiles, engine(), all);
      all.into(CpuMemory.floats(sums), sums.offset());
      engine().watch().end(begin, columnsOfRows(tiles));
    }
  }

  @Override
  default void ranks(Scorer scorer, Ties ties, Ints sessions, Ints targets, Ints ranks) {
    Shapes.ranks(sessions, targets, ranks);
    int[] rows = checked("ranks", sessions, scorer.sessionCount());
    int[] wanted = checked("ranks", targets, scorer.itemCount());
    long begin = engine().watch().begin();
    try (TileScorer tiles = TileScorer.of(scorer, engine())) {
      RankCount count = new RankCount(tiles, engine(), ties, rows, wanted);
      ScorePass.over(tiles, engine(), count);
      count.into(CpuMemory.ints(ranks));
      engine().watch().end(begin, columnsOfRows(tiles));
    }
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
    topK(scorer, k, excludedOffsets, excluded, allowed, items, scores, Optional.empty());
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
    Shapes.logSums(scorer, sums);
    topK(scorer, k, excludedOffsets, excluded, allowed, items, scores, Optional.of(sums));
  }

  private void topK(
      Scorer scorer,
      int k,
      Ints excludedOffsets,
      Ints excluded,
      Optional<AllowSets> allowed,
      Ints items,
      Tensor scores,
      Optional<Tensor> sums) {
    Shapes.topK(scorer, k, excludedOffsets, items, scores);
    int[] offsets = CpuMemory.ints(excludedOffsets);
    int[] without = CpuMemory.ints(excluded);
    for (int e = 0; e < offsets[scorer.sessionCount()]; e++) {
      Shapes.index("topK", without[e], scorer.itemCount());
    }
    Optional<Allowed> sets = allowed.map(given -> allowed(scorer, given));
    long begin = engine().watch().begin();
    try (TileScorer tiles = TileScorer.of(scorer, engine())) {
      TopK best = new TopK(tiles.sessions(), engine(), k, offsets, without, sets);
      if (sums.isPresent()) {
        LogSums all = new LogSums(tiles, engine());
        ScorePass.over(tiles, engine(), best, all);
        all.into(CpuMemory.floats(sums.get()), sums.get().offset());
      } else {
        ScorePass.over(tiles, engine(), best);
      }
      best.into(CpuMemory.ints(items), CpuMemory.floats(scores), scores.offset());
      engine().watch().end(begin, columnsOfRows(tiles));
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
    Shapes.ranks(sessions, targets, ranks);
    Shapes.topK(scorer, k, items, scores);
    int[] rows = checked("ranksAndTopK", sessions, scorer.sessionCount());
    int[] wanted = checked("ranksAndTopK", targets, scorer.itemCount());
    long begin = engine().watch().begin();
    try (TileScorer tiles = TileScorer.of(scorer, engine())) {
      RankCount count = new RankCount(tiles, engine(), ties, rows, wanted);
      TopK best =
          new TopK(
              tiles.sessions(),
              engine(),
              k,
              new int[tiles.sessions() + 1],
              new int[0],
              Optional.empty());
      ScorePass.over(tiles, engine(), count, best);
      count.into(CpuMemory.ints(ranks));
      best.into(CpuMemory.ints(items), CpuMemory.floats(scores), scores.offset());
      engine().watch().end(begin, columnsOfRows(tiles));
    }
  }

  @Override
  default void scores(Scorer scorer, Tensor scores) {
    Shapes.scores(scorer, scores);
    float[] out = CpuMemory.floats(scores);
    try (TileScorer tiles = TileScorer.of(scorer, engine())) {
      ScorePass.SlabReader copy =
          (tile, stride, from, to) -> {
            for (int b = 0; b < tiles.sessions(); b++) {
              int row = scores.offset() + b * tiles.items();
              System.arraycopy(tile, b * stride, out, row + from, to - from);
            }
          };
      ScorePass.over(tiles, engine(), slab -> copy);
    }
  }

  @Override
  default Optional<PackedItems> packItems(Tensor items, Arena arena) {
    return Optional.of(ItemTable.pack(items, arena, engine()));
  }

  /** Columns of the products by which {@link TileScorer#rows} makes scores. */
  private static int columnsOfRows(TileScorer tiles) {
    return tiles.sessions() == 1 ? SpeedWatch.ONE_ROW : ItemPanels.WIDTH;
  }

  private static Allowed allowed(Scorer scorer, AllowSets given) {
    Shapes.allowed(scorer, given);
    int sets = Shapes.sets(scorer, given);
    int[] ofSession = CpuMemory.ints(given.ofSession());
    for (int b = 0; b < scorer.sessionCount(); b++) {
      Shapes.index("topK", ofSession[b], sets);
    }
    return new Allowed(ofSession, CpuMemory.ints(given.words()), sets, scorer.itemCount());
  }

  private static int[] checked(String operation, Ints indices, int bound) {
    int[] checked = Arrays.copyOf(CpuMemory.ints(indices), indices.length());
    for (int index : checked) {
      Shapes.index(operation, index, bound);
    }
    return checked;
  }
}
