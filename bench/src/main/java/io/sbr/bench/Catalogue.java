package io.sbr.bench;

import io.sbr.tensor.Arena;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Everything that scores a whole catalogue: the loss with and without gradient, ranks, top-k. */
public class Catalogue extends OnBackend {
  /** Sessions, B. */
  @Param("100")
  public int batch;

  /** Items, N; Diginetica has 43,097. */
  @Param("43097")
  public int items;

  /** Width, d. */
  @Param("100")
  public int hidden;

  /** Length of a list of recommendations. */
  @Param("20")
  public int k;

  private Scorer scorer;
  private Ints targets;
  private Ints ranks;
  private Ints noOffsets;
  private Ints nothing;
  private Ints bestItems;
  private Tensor bestScores;
  private int[] rankOfEach;

  @Override
  void prepare() {
    scorer = new Scorer.Dot(random(batch, hidden), random(items, hidden));
    targets = arena.copyOf(targets(batch, items));
    ranks = arena.ints(batch);
    rankOfEach = new int[batch];
    noOffsets = arena.copyOf(new int[batch + 1]);
    nothing = arena.ints(0);
    bestItems = arena.ints(batch * k);
    bestScores = arena.tensor(batch, k);
  }

  /** Random items, the same in every run. */
  static int[] targets(int batch, int items) {
    int[] targets = new int[batch];
    Arrays.setAll(targets, b -> Philox.below(items, 1, 0, b));
    return targets;
  }

  /** Mean cross entropy alone, as on a validation set. */
  @Benchmark
  public void loss() {
    try (Arena step = new Arena(backend)) {
      await(backend.softmaxCrossEntropy(scorer, targets, false, step).loss());
    }
  }

  /** Mean cross entropy with the gradients that a training step takes from it. */
  @Benchmark
  public void lossAndGradient() {
    try (Arena step = new Arena(backend)) {
      SoftmaxLoss result = backend.softmaxCrossEntropy(scorer, targets, true, step);
      await(result.loss());
    }
  }

  /** The target's rank in each session. */
  @Benchmark
  public int[] ranks() {
    backend.ranks(scorer, targets, ranks);
    backend.read(ranks, rankOfEach);
    return rankOfEach;
  }

  /** The k best items of each session. */
  @Benchmark
  public void topK() {
    backend.topK(scorer, k, noOffsets, nothing, bestItems, bestScores);
    await(bestScores);
  }

  /**
   * The products 2BNd; the gradient adds one more for the sessions, while the table's stays a
   * product that the optimizer evaluates ({@link AdamUpdate#structured}). The table is read once;
   * probabilities are kept for the gradient, scores never.
   */
  @Override
  Map<String, Work> work() {
    double scores = (double) batch * items;
    double product = 2 * scores * hidden;
    double operands = ((double) items + batch) * hidden;
    return Map.of(
        "loss", Work.of(product, operands),
        "lossAndGradient", Work.of(2 * product, operands + scores),
        "ranks", Work.of(product, operands),
        "topK", Work.of(product, operands));
  }
}
