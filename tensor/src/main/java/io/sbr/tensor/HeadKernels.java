package io.sbr.tensor;

import java.util.List;
import java.util.Optional;

/**
 * The consumers of score tiles over the full catalogue: softmax loss, ranks, top-k. None keeps a
 * sessions × items matrix that only ranks or a top-k need.
 */
public interface HeadKernels {
  /**
   * Softmax cross-entropy over all items: loss = −Σ_b weights[b] · log
   * softmax(scores[b])[targets[b]].
   *
   * <p>With {@code withGradient} the result also carries ∂loss/∂input for each of {@link
   * Scorer#inputs()}, for an upstream gradient of 1: the loss is the end of a tape.
   *
   * @param targets {@code [B]} item of each session, counted from 0
   * @param weights of size B, how much each session counts; data, not differentiated
   * @param arena owns everything the result refers to
   */
  SoftmaxLoss softmaxCrossEntropy(
      Scorer scorer, Ints targets, Tensor weights, boolean withGradient, Arena arena);

  /** The mean over the sessions: every weight 1/B. */
  default SoftmaxLoss softmaxCrossEntropy(
      Scorer scorer, Ints targets, boolean withGradient, Arena arena) {
    int sessions = scorer.sessionCount();
    if (sessions == 0) {
      throw new IllegalArgumentException("softmaxCrossEntropy: the mean over no sessions");
    }
    Tensor weights = arena.filled(1.0 / sessions, sessions);
    return softmaxCrossEntropy(scorer, targets, weights, withGradient, arena);
  }

  /**
   * sums[b] = log Σ_i exp(scores[b, i]) over all items; −∞ where all scores are. What makes
   * probabilities of scores.
   *
   * @param sums of size B
   */
  void logSums(Scorer scorer, Tensor sums);

  /**
   * The rank of each target among all items, 1 = best: {@code 1 + #{j : s_j > s_t} + #{j < t : s_j
   * = s_t}} (docs/pipeline.md, section 10), or with {@link Ties#CONSERVATIVE} {@code 1 + #{j ≠ t :
   * s_j ≥ s_t}}. A session may have any number of targets; its scores are made once. A score that
   * is NaN gives all its targets rank 0, which callers must treat as an error.
   *
   * @param sessions {@code [T]} session of each target, from 0; fastest in ascending order
   * @param targets {@code [T]} items, counted from 0
   * @param ranks {@code [T]} receives the ranks
   */
  void ranks(Scorer scorer, Ties ties, Ints sessions, Ints targets, Ints ranks);

  /**
   * The k best items of each session, best first, equal scores by ascending item. NaN scores are an
   * {@link ArithmeticException}.
   *
   * @param excludedOffsets {@code [B + 1]} where each session's exclusions begin in {@code
   *     excluded}
   * @param excluded items that must not be returned, ascending within each session
   * @param allowed the only items that may be returned; empty for all
   * @param items {@code [B·k]} receives items; −1 where fewer than k candidates exist
   * @param scores {@code [B, k]} receives their scores; 0 where there is no item
   */
  void topK(
      Scorer scorer,
      int k,
      Ints excludedOffsets,
      Ints excluded,
      Optional<AllowSets> allowed,
      Ints items,
      Tensor scores);

  /** The same where all items are allowed that are not excluded. */
  default void topK(
      Scorer scorer, int k, Ints excludedOffsets, Ints excluded, Ints items, Tensor scores) {
    topK(scorer, k, excludedOffsets, excluded, Optional.empty(), items, scores);
  }

  /**
   * {@link #ranks} and, of the same sessions, {@link #topK} without exclusions, with the bits of
   * both: the scores are made once for the two. NaN scores are an {@link ArithmeticException}.
   *
   * @param items {@code [B·k]} receives items
   * @param scores {@code [B, k]} receives their scores
   */
  void ranksAndTopK(
      Scorer scorer,
      Ties ties,
      Ints sessions,
      Ints targets,
      Ints ranks,
      int k,
      Ints items,
      Tensor scores);

  /**
   * {@link #topK} and, of the same sessions, {@link #logSums}, with the bits of both: the scores
   * are made once for the two. NaN scores are an {@link ArithmeticException}.
   *
   * @param allowed the only items that may be returned; empty for all
   * @param items {@code [B·k]} receives items; −1 where fewer than k candidates exist
   * @param scores {@code [B, k]} receives their scores; 0 where there is no item
   * @param sums of size B, receives the sums over all items, those that may not be returned
   *     included
   */
  void topKAndLogSums(
      Scorer scorer,
      int k,
      Ints excludedOffsets,
      Ints excluded,
      Optional<AllowSets> allowed,
      Ints items,
      Tensor scores,
      Tensor sums);

  /**
   * A copy of an item table for {@link Scorer.Packed}, with which ranks and top-k have the same
   * bits sooner. Worth its memory where many calls read the same weights.
   *
   * @param items {@code [N, d]}
   * @param arena owns the copy
   * @return empty where the table itself is read as fast
   */
  default Optional<PackedItems> packItems(Tensor items, Arena arena) {
    return Optional.empty();
  }

  /** scores[b, i] in full, for tests, teaching and small catalogues: {@code [B, N]}. */
  void scores(Scorer scorer, Tensor scores);

  /**
   * What the loss leaves behind.
   *
   * @param loss {@code [1]}
   * @param gradients one term for each of {@link Scorer#inputs()}; empty without gradient
   */
  record SoftmaxLoss(Tensor loss, List<GradientTerm> gradients) {}
}
