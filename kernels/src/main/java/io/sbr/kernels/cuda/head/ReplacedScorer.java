package io.sbr.kernels.cuda.head;

import io.sbr.kernels.Shapes;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.kernels.cuda.memory.Indices;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import java.util.Arrays;
import java.util.List;

/**
 * Another's scores, those of listed items given: a tile is filled by the other and corrected, and
 * on the way back the other sees nothing of what is given.
 */
final class ReplacedScorer implements CudaScorer {
  private final CudaEngine engine;
  private final Scorer.Replaced scorer;
  private final CudaScorer others;

  /** Where each session's entries begin, and the listed items, on the host. */
  private final int[] offsets;

  private final int[] listed;
  private final int entries;
  private int stride;

  /**
   * A scorer.
   *
   * @param others all other scores
   * @throws IllegalArgumentException if listed items do not exist or do not ascend
   */
  ReplacedScorer(Scorer.Replaced scorer, CudaScorer others, CudaEngine engine) {
    this.engine = engine;
    this.scorer = scorer;
    this.others = others;
    offsets = Indices.values(scorer.offsets());
    listed = Indices.values(scorer.listed());
    entries = offsets[scorer.sessionCount()];
    Shapes.listed("replaced scores", offsets, listed, scorer.sessionCount(), scorer.itemCount());
  }

  @Override
  public long numbersPerItem() {
    return others.numbersPerItem();
  }

  @Override
  public void stride(int numbers) {
    stride = numbers;
    others.stride(numbers);
  }

  @Override
  public void fill(int from, int to, long tile) {
    others.fill(from, to, tile);
    put(from, to, CudaBuffer.address(scorer.scores()), tile);
  }

  /**
   * Puts the listed items' numbers in a tile.
   *
   * @param scores address of a number for each entry; 0 for zeros
   */
  private void put(int from, int to, long scores, long tile) {
    engine
        .launcher()
        .kernel("replaced_put")
        .i32(entries)
        .i32(scorer.sessionCount())
        .i32(to - from)
        .i32(stride)
        .i32(from)
        .pointer(scorer.offsets())
        .pointer(scorer.listed())
        .pointer(scores)
        .pointer(tile)
        .grid(Grid.elements(entries), Grid.THREADS);
  }

  @Override
  public void check(Ints targets) {
    int[] wanted = Indices.values(targets);
    for (int b = 0; b < scorer.sessionCount(); b++) {
      if (Arrays.binarySearch(listed, offsets[b], offsets[b + 1], wanted[b]) >= 0) {
        throw Shapes.givenTarget(wanted[b], b);
      }
    }
  }

  @Override
  public void beginGradients(Arena arena) {
    others.beginGradients(arena);
  }

  @Override
  public void addGradients(int from, int to, long delta) {
    put(from, to, 0, delta);
    others.addGradients(from, to, delta);
  }

  @Override
  public List<GradientTerm> gradients() {
    return others.gradients();
  }

  @Override
  public void close() {
    others.close();
  }
}
