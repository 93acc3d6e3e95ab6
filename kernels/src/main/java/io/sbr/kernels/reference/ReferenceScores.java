package io.sbr.kernels.reference;

import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;

/** How one session scores all items, and how a gradient of scores reaches the inputs. */
interface ReferenceScores {
  /** The scores of one session for all N items. */
  double[] row(int session);

  /**
   * The gradient of {@link Scorer#inputs()} from that of the scores.
   *
   * @param p {@code [B, N]} gradient of the scores
   */
  List<GradientTerm> gradients(Tensor p, Arena arena);

  /**
   * Checks that a loss may have this target.
   *
   * @throws IllegalArgumentException if the target's score is given
   */
  default void checkTarget(int session, int target) {}

  /** What computes a scorer's formula. */
  static ReferenceScores of(Scorer scorer) {
    return scorer.accept(
        new Scorer.Visitor<ReferenceScores>() {
          @Override
          public ReferenceScores dot(Scorer.Dot dot) {
            return new DotScores(dot);
          }

          @Override
          public ReferenceScores usageScaled(Scorer.UsageScaled usage) {
            return new UsageScaledScores(usage);
          }

          @Override
          public ReferenceScores targetAttention(Scorer.TargetAttention attention) {
            return new TargetAttentionScores(attention);
          }

          @Override
          public ReferenceScores normalizedDot(Scorer.NormalizedDot dot) {
            return new NormalizedScores(dot);
          }

          @Override
          public ReferenceScores biased(Scorer.Biased biased) {
            return new BiasedScores(biased);
          }

          @Override
          public ReferenceScores replaced(Scorer.Replaced replaced) {
            return new ReplacedScores(replaced, replaced.scorer().accept(this));
          }

          @Override
          public ReferenceScores packed(Scorer.Packed packed) {
            return packed.scorer().accept(this);
          }
        });
  }
}
