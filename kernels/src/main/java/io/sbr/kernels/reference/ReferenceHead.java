package io.sbr.kernels.reference;

import io.sbr.kernels.Shapes;
import io.sbr.tensor.AllowSets;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.HeadKernels;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.List;
import java.util.Optional;

/**
 * Loss, ranks and top-k over the full catalogue. The tile of this backend is one session's scores:
 * each consumer asks a {@link ReferenceScores} for a row at a time.
 */
interface ReferenceHead extends HeadKernels {
  @Override
  default SoftmaxLoss softmaxCrossEntropy(
      Scorer scorer, Ints targets, Tensor weights, boolean withGradient, Arena arena) {
    Shapes.softmaxCrossEntropy(scorer, targets, weights);
    int sessions = scorer.sessionCount();
    int items = scorer.itemCount();
    int[] wanted = HostBuffer.of(targets);
    double[] wv = HostBuffer.of(weights);
    Tensor gradient = arena.tensor(withGradient ? sessions : 0, items);
    double[] gv = HostBuffer.of(gradient);
    ReferenceScores rows = ReferenceScores.of(scorer);
    double loss = 0;
    for (int b = 0; b < sessions; b++) {
      double[] scores = rows.row(b);
      int target = Shapes.index("softmaxCrossEntropy", wanted[b], items);
      rows.checkTarget(b, target);
      double weight = wv[weights.offset() + b];
      double max = max(scores);
      double sum = sum(scores, max);
      // −log softmax(s)_t = log Σ exp(s − max) − (s_t − max)
      loss += weight * (StrictMath.log(sum) - (scores[target] - max));
      if (withGradient) {
        // ∂loss/∂s_i = weight · (softmax(s)_i − [i = t])
        for (int i = 0; i < items; i++) {
          double p = StrictMath.exp(scores[i] - max) / sum;
          gv[gradient.offset() + b * items + i] = weight * (p - (i == target ? 1 : 0));
        }
      }
    }
    List<GradientTerm> terms = withGradient ? rows.gradients(gradient, arena) : List.of();
    return new SoftmaxLoss(arena.copyOf(new double[] {loss}, 1), terms);
  }

  @Override
  default void logSums(Scorer scorer, Tensor sums) {
    Shapes.logSums(scorer, sums);
    double[] out = HostBuffer.of(sums);
    ReferenceScores rows = ReferenceScores.of(scorer);
    for (int b = 0; b < scorer.sessionCount(); b++) {
      double[] scores = rows.row(b);
      double max = max(scores);
      boolean nothing = max == Double.NEGATIVE_INFINITY; // −∞ − (−∞) would be NaN
      out[sums.offset() + b] = nothing ? max : max + StrictMath.log(sum(scores, max));
    }
  }

  private static double max(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    return max;
  }

  /** Σ exp(s − max). */
  private static double sum(double[] scores, double max) {
    double sum = 0;
    for (double score : scores) {
      sum += StrictMath.exp(score - max);
    }
    return sum;
  }

  @Override
  default void ranks(Scorer scorer, Ties ties, Ints sessions, Ints targets, Ints ranks) {
    Shapes.ranks(sessions, targets, ranks);
    int[] session = HostBuffer.of(sessions);
    int[] wanted = HostBuffer.of(targets);
    int[] result = HostBuffer.of(ranks);
    ReferenceScores rows = ReferenceScores.of(scorer);
    int last = -1;
    double[] scores = null;
    for (int t = 0; t < targets.length(); t++) {
      int b = Shapes.index("ranks", session[t], scorer.sessionCount());
      int target = Shapes.index("ranks", wanted[t], scorer.itemCount());
      scores = b == last ? scores : rows.row(b);
      last = b;
      result[t] = rank(scores, ties, target);
    }
  }

  private static int rank(double[] scores, Ties ties, int target) {
    int rank = 1;
    for (int j = 0; j < scores.length; j++) {
      if (Double.isNaN(scores[j])) {
        return 0;
      }
      boolean firstOfEqual = ties == Ties.CONSERVATIVE ? j != target : j < target;
      if (scores[j] > scores[target] || (scores[j] == scores[target] && firstOfEqual)) {
        rank++;
      }
    }
    return rank;
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
    ranks(scorer, ties, sessions, targets, ranks);
    try (Arena arena = new Arena(scores.backend())) {
      Ints offsets = arena.copyOf(new int[scorer.sessionCount() + 1]);
      topK(scorer, k, offsets, arena.ints(0), items, scores);
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
    topK(scorer, k, excludedOffsets, excluded, allowed, items, scores);
    logSums(scorer, sums);
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
    Shapes.topK(scorer, k, excludedOffsets, items, scores);
    allowed.ifPresent(sets -> Shapes.allowed(scorer, sets));
    int[] begin = HostBuffer.of(excludedOffsets);
    int[] without = HostBuffer.of(excluded);
    int[] bestItems = HostBuffer.of(items);
    double[] bestScores = HostBuffer.of(scores);
    ReferenceScores rows = ReferenceScores.of(scorer);
    for (int b = 0; b < scorer.sessionCount(); b++) {
      double[] row = rows.row(b);
      boolean[] taken = new boolean[row.length];
      for (int e = begin[b]; e < begin[b + 1]; e++) {
        taken[Shapes.index("topK", without[e], row.length)] = true;
      }
      if (allowed.isPresent()) {
        takeOthers(scorer, allowed.get(), b, taken);
      }
      for (int place = 0; place < k; place++) {
        int best = best(row, taken, b);
        bestItems[b * k + place] = best;
        bestScores[scores.offset() + b * k + place] = best < 0 ? 0 : row[best];
        if (best >= 0) {
          taken[best] = true;
        }
      }
    }
  }

  /** What a session may not have counts as taken. */
  private static void takeOthers(Scorer scorer, AllowSets allowed, int session, boolean[] taken) {
    int set = HostBuffer.of(allowed.ofSession())[session];
    Shapes.index("topK", set, Shapes.sets(scorer, allowed));
    int begin = set * AllowSets.words(scorer.itemCount());
    int[] words = HostBuffer.of(allowed.words());
    for (int i = 0; i < taken.length; i++) {
      boolean allows = (words[begin + i / Integer.SIZE] >>> i % Integer.SIZE & 1) != 0;
      taken[i] |= !allows;
    }
  }

  /** The first of the highest scores that are not taken, or −1. */
  private static int best(double[] scores, boolean[] taken, int session) {
    int best = -1;
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new ArithmeticException(
            "topK: the score of item " + i + " for session " + session + " is NaN");
      }
      if (!taken[i] && (best < 0 || scores[i] > scores[best])) {
        best = i;
      }
    }
    return best;
  }

  @Override
  default void scores(Scorer scorer, Tensor scores) {
    Shapes.scores(scorer, scores);
    double[] all = HostBuffer.of(scores);
    ReferenceScores rows = ReferenceScores.of(scorer);
    int items = scorer.itemCount();
    for (int b = 0; b < scorer.sessionCount(); b++) {
      System.arraycopy(rows.row(b), 0, all, scores.offset() + b * items, items);
    }
  }
}
