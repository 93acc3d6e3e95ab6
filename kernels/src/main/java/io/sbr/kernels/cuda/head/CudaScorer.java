package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import java.util.List;

/**
 * Fills tiles of scores, and takes the gradients of scores back to the inputs. A tile is
 * session-major: {@code stride} numbers from one session to the next, neighbouring items side by
 * side.
 */
interface CudaScorer extends AutoCloseable {
  /** Numbers of working memory, the tile included, that one item of a tile takes. */
  long numbersPerItem();

  /**
   * Told once how far apart the rows of node or session matrices lie: after {@link
   * #numbersPerItem}, by which it is chosen, and before anything else.
   */
  void stride(int stride);

  /** Writes the scores of the items {@code [from, to)} to the tile. */
  void fill(int from, int to, long tile);

  /**
   * Checks that a loss may have these targets, {@code [B]}, each an item.
   *
   * @throws IllegalArgumentException if a target's score is given
   */
  default void check(Ints targets) {}

  /** Begins the gradients, to be allocated in the arena; zero so far. */
  void beginGradients(Arena arena);

  /**
   * Adds the share of the items {@code [from, to)} to the gradients; {@link #fill} was last called
   * for these. Tiles come in ascending order.
   *
   * @param delta address of the tile that now holds the gradient of the scores; may be overwritten
   */
  void addGradients(int from, int to, long delta);

  /** One term for each of {@link Scorer#inputs()}, when all tiles have been added. */
  List<GradientTerm> gradients();

  /** Gives working memory back. */
  @Override
  void close();

  /** The scorer behind a description of one. */
  static CudaScorer of(Scorer scorer, CudaEngine engine) {
    return scorer.accept(
        new Scorer.Visitor<CudaScorer>() {
          @Override
          public CudaScorer dot(Scorer.Dot dot) {
            return new DotScorer(dot.sessions(), dot.items(), engine);
          }

          @Override
          public CudaScorer usageScaled(Scorer.UsageScaled usage) {
            return new UsageScaledScorer(usage, engine);
          }

          @Override
          public CudaScorer targetAttention(Scorer.TargetAttention attention) {
            return new TargetAttentionScorer(attention, engine);
          }

          @Override
          public CudaScorer normalizedDot(Scorer.NormalizedDot dot) {
            return new NormalizedScorer(dot, engine);
          }

          @Override
          public CudaScorer biased(Scorer.Biased biased) {
            return new BiasedScorer(biased, engine);
          }

          @Override
          public CudaScorer replaced(Scorer.Replaced replaced) {
            return new ReplacedScorer(replaced, replaced.scorer().accept(this), engine);
          }

          @Override
          public CudaScorer packed(Scorer.Packed packed) {
            return packed.scorer().accept(this);
          }
        });
  }
}
