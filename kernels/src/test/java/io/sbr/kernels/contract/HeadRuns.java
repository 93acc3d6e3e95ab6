package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Backend;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The consumers of scores, run on any scorer. */
final class HeadRuns {
  /** Makes a scorer of one side's tensors. */
  interface ScorerOn {
    /** The scorer. */
    Scorer on(Side side);
  }

  /**
   * What is asked of ranks and top-k.
   *
   * @param targets item of each session
   * @param k items wanted of each
   * @param begins where each session's exclusions begin
   * @param excluded items not wanted
   */
  record Ranking(int[] targets, int k, int[] begins, int[] excluded) {}

  private HeadRuns() {}

  /** The loss without gradient, the loss with it, and the gradient of every input in full. */
  static List<Tensor> lossAndGradients(Side side, Scorer scorer, Ints targets) {
    Backend backend = side.backend();
    SoftmaxLoss bare = backend.softmaxCrossEntropy(scorer, targets, false, side.arena());
    assertThat(bare.gradients()).isEmpty();
    SoftmaxLoss full = backend.softmaxCrossEntropy(scorer, targets, true, side.arena());
    assertThat(full.gradients()).hasSameSizeAs(scorer.inputs());
    List<Tensor> results = new ArrayList<>(List.of(bare.loss(), full.loss()));
    for (int i = 0; i < full.gradients().size(); i++) {
      Tensor input = scorer.inputs().get(i);
      Tensor gradient = side.out(input.rows(), input.cols());
      backend.toDense(List.of(full.gradients().get(i)), gradient);
      results.add(gradient);
    }
    return results;
  }

  /**
   * Of N equal scores each has 1/N of the softmax, so that the loss is log N. The exponentials are
   * 1 and their sum is exact: an item that is left out or counted twice shows among any number of
   * others, where a bound for N roundings hides it.
   */
  static void assertLossOfEqualScores(Comparison type, ScorerOn makes, int sessions, int items) {
    int[] targets = indices(sessions, items, 4);
    double[][] got =
        type.tested(s -> lossAndGradients(s, makes.on(s), s.ints(targets)).subList(0, 2));
    double[] want = {Math.log(items)};
    double[] bound = {type.gamma(3 + sessions) * want[0]}; // log, sum, quotient, and what is kept
    type.assertClose(got[0], want, bound);
    type.assertClose(got[1], want, bound);
  }

  /** Ranks, items and scores equal the reference's; for scores that are exact. */
  static void assertSameRanking(Backend backend, ScorerOn scorer, Ranking ranking) {
    double[][] got = ranksAndTopK(backend, scorer, ranking);
    try (var reference = new ReferenceBackend()) {
      assertThat(got)
          .as("k = %d", ranking.k)
          .isDeepEqualTo(ranksAndTopK(reference, scorer, ranking));
    }
  }

  private static double[][] ranksAndTopK(Backend backend, ScorerOn makes, Ranking ranking) {
    int sessions = ranking.targets.length;
    try (Side side = new Side(backend)) {
      Scorer scorer = makes.on(side);
      Ints ranks = side.arena().ints(sessions);
      backend.ranks(scorer, side.ints(ranking.targets), ranks);
      Ints items = side.arena().ints(sessions * ranking.k);
      Tensor scores = side.out(sessions, ranking.k);
      Ints begins = side.ints(ranking.begins);
      backend.topK(scorer, ranking.k, begins, side.ints(ranking.excluded), items, scores);
      return new double[][] {
        doubles(ranks), doubles(items), side.take(List.of(scores))[0],
      };
    }
  }

  private static double[] doubles(Ints ints) {
    return Arrays.stream(ints.toArray()).asDoubleStream().toArray();
  }

  /**
   * Ranks and top-k count the very numbers that {@link io.sbr.tensor.HeadKernels#scores} writes.
   */
  static void assertConsumersAgree(Backend backend, ScorerOn makes) {
    try (Side s = new Side(backend)) {
      Scorer scorer = makes.on(s);
      int sessions = scorer.sessionCount();
      int items = scorer.itemCount();
      int[] targets = indices(sessions, items, 9);
      Tensor scores = s.out(sessions, items);
      backend.scores(scorer, scores);
      Ints ranks = s.arena().ints(sessions);
      backend.ranks(scorer, s.ints(targets), ranks);
      Ints best = s.arena().ints(sessions * 5);
      Tensor bestScores = s.out(sessions, 5);
      Ints begins = s.arena().copyOf(new int[sessions + 1]);
      backend.topK(scorer, 5, begins, s.ints(), best, bestScores);
      double[] all = scores.toDoubles();
      int[] rank = ranks.toArray();
      int[] top = best.toArray();
      double[] topScores = bestScores.toDoubles();
      for (int b = 0; b < sessions; b++) {
        int row = b * items;
        double wanted = all[row + targets[b]];
        long above = Arrays.stream(all, row, row + items).filter(v -> v > wanted).count();
        assertThat(rank[b]).isEqualTo((int) above + 1);
        for (int place = 0; place < 5; place++) {
          double score = topScores[b * 5 + place];
          assertThat(score).isEqualTo(all[row + top[b * 5 + place]]);
          assertThat(Arrays.stream(all, row, row + items).filter(v -> v > score).count())
              .isEqualTo(place);
        }
      }
    }
  }
}
