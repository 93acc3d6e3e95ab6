package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.bench.timing.MadeUpClicks;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.Arena;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Everything that scores a whole catalogue: the loss with and without gradient, ranks, top-k, all
 * scores, sums; by dot products, with unit items, with some scores given, by target attention and
 * by dot products that personal usage scales.
 */
public class Catalogue extends OnBackend {
  /** Items that a user has used before, where usage scales the scores, and statistics of each. */
  private static final int USED = 20;

  private static final int STATISTICS = 6;

  /**
   * What fills the tiles: dot, biased, normalized, replaced (of normalized), attention or usage.
   */
  @Param({"dot", "biased", "normalized", "replaced", "attention", "usage"})
  public String scores;

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
  private Scorer frozen;
  private Ints targets;
  private Ints eachSession;
  private Ints ranks;
  private Ints noOffsets;
  private Ints nothing;
  private Ints bestItems;
  private Tensor bestScores;
  private int[] rankOfEach;

  @Override
  void prepare() {
    scorer =
        switch (scores) {
          case "dot" -> new Scorer.Dot(random(batch, hidden), random(items, hidden));
          case "biased" ->
              new Scorer.Biased(
                  new Scorer.Dot(random(batch, hidden), random(items, hidden)), random(items, 1));
          case "normalized" -> normalized();
          case "replaced" -> replaced();
          case "attention" -> attention();
          case "usage" -> usage();
          default -> throw new IllegalArgumentException("no scores by " + scores);
        };
    frozen = frozen(scorer);
    targets = arena.copyOf(targets(batch, items));
    eachSession = arena.copyOf(IntStream.range(0, batch).toArray());
    ranks = arena.ints(batch);
    rankOfEach = new int[batch];
    noOffsets = arena.copyOf(new int[batch + 1]);
    nothing = arena.ints(0);
    bestItems = arena.ints(batch * k);
    bestScores = arena.tensor(batch, k);
  }

  private Scorer normalized() {
    return new Scorer.NormalizedDot(random(batch, hidden), random(items, hidden));
  }

  /** Each session leaves three items out, none of them a target. */
  private Scorer replaced() {
    int each = Math.min(3, items - 1);
    int[] offsets = new int[batch + 1];
    Arrays.setAll(offsets, b -> b * each);
    int[] targets = targets(batch, items);
    int[] listed = new int[batch * each];
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < each; i++) {
        listed[b * each + i] = i < targets[b] ? i : i + 1;
      }
    }
    return new Scorer.Replaced(
        normalized(),
        arena.copyOf(offsets),
        arena.copyOf(listed),
        arena.filled(Double.NEGATIVE_INFINITY, listed.length));
  }

  /** Each node a click of its own, without padding. */
  private Scorer attention() {
    GraphBatch sessions = MadeUpClicks.batch(items, batch);
    int nodes = sessions.nodes();
    Segments segments = MadeUpClicks.nodes(sessions, arena);
    Tensor clicks = arena.tensor(nodes);
    backend.fill(clicks, 1);
    return new Scorer.TargetAttention(
        random(batch, hidden),
        random(items, hidden),
        random(nodes, hidden),
        random(nodes, hidden),
        segments,
        clicks,
        arena.zeros(Shape.of(batch)));
  }

  /** Every user has used some items, evenly spread. */
  private Scorer usage() {
    int used = Math.min(USED, items);
    int[] offsets = new int[batch + 1];
    Arrays.setAll(offsets, b -> b * used);
    int[] usedItems = new int[batch * used];
    Arrays.setAll(usedItems, i -> (int) ((long) (i % used) * items / used));
    return new Scorer.UsageScaled(
        random(batch, hidden),
        random(items, hidden),
        random(STATISTICS),
        new Scorer.Usage(
            arena.copyOf(offsets), arena.copyOf(usedItems), random(batch * used, STATISTICS)));
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

  /** The logarithm of the sum over the catalogue, of each session. */
  @Benchmark
  public void logSums() {
    try (Arena step = new Arena(backend)) {
      Tensor sums = step.tensor(batch);
      backend.logSums(scorer, sums);
      await(sums);
    }
  }

  /** The target's rank in each session. */
  @Benchmark
  public int[] ranks() {
    backend.ranks(frozen, targets, ranks);
    backend.read(ranks, rankOfEach);
    return rankOfEach;
  }

  /** Rank and k best items of each session in one pass, as an evaluation asks for them. */
  @Benchmark
  public int[] ranksAndTopK() {
    backend.ranksAndTopK(
        frozen, Ties.ORDERED, eachSession, targets, ranks, k, bestItems, bestScores);
    backend.read(ranks, rankOfEach);
    return rankOfEach;
  }

  /** The k best items of each session. */
  @Benchmark
  public void topK() {
    backend.topK(frozen, k, noOffsets, nothing, bestItems, bestScores);
    await(bestScores);
  }

  /** The k best items of each session and the sum over all in one pass. */
  @Benchmark
  public void topKAndLogSums() {
    try (Arena step = new Arena(backend)) {
      Tensor sums = step.tensor(batch);
      backend.topKAndLogSums(
          frozen, k, noOffsets, nothing, Optional.empty(), bestItems, bestScores, sums);
      await(sums);
    }
  }

  /** Every score written out. */
  @Benchmark
  public void scores() {
    try (Arena step = new Arena(backend)) {
      Tensor all = step.tensor(batch, items);
      backend.scores(scorer, all);
      await(all);
    }
  }

  /** The copy of the item table that ranks and top-k read; nothing where none is wanted. */
  @Benchmark
  public void packItems() {
    try (Arena copy = new Arena(backend)) {
      backend.packItems(scorer.items(), copy).ifPresent(packed -> await(packed.copy()));
    }
  }

  /**
   * The product 2BNd, and for attention two more with the n nodes, 4nNd. Of a dot product's
   * gradient the loss takes one product for the sessions, while the table's stays a product that
   * the optimizer evaluates ({@link AdamUpdate#structured}); attention's takes two of each, and
   * writes the table's. The table is read once; a dot product's probabilities are kept for the
   * gradient, scores never. What biases, usage, unit items and given scores add is noise beside the
   * products.
   */
  @Override
  public Map<String, Work> work() {
    double scored = (double) batch * items;
    double product = 2 * scored * hidden;
    double operands = ((double) items + batch) * hidden;
    Work once = Work.of(product, operands);
    Work gradient = Work.of(2 * product, operands + scored);
    if (scores.equals("attention")) {
      double nodes = MadeUpClicks.batch(items, batch).nodes();
      double attended = product + 4 * nodes * items * hidden;
      double inputs = operands + 2 * nodes * hidden;
      once = Work.of(attended, inputs);
      gradient = Work.of(3 * attended, 2 * inputs);
    }
    Work full = Work.of(once.flops(), once.reals() + scored);
    Work copy = Work.of(0, 2.0 * items * hidden);
    return Map.of(
        "loss", once,
        "lossAndGradient", gradient,
        "logSums", once,
        "ranks", once,
        "ranksAndTopK", once,
        "topK", once,
        "topKAndLogSums", once,
        "scores", full,
        "packItems", copy);
  }
}
