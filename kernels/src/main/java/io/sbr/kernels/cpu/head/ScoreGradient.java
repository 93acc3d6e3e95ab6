package io.sbr.kernels.cpu.head;

import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import java.util.List;

/**
 * A scorer's way from the softmax over all items back to its inputs. What is linear in exp(s − m)
 * alone can be summed while {@link SoftmaxPass} has a tile in the cache; the rest is made after the
 * pass, from the tiles that it kept.
 */
interface ScoreGradient {
  /** The slab's m has grown: what was summed so far, if anything, shrinks by {@code factor[b]}. */
  default void rescale(int slab, float[] factor) {}

  /**
   * exp(s − m) of the items {@code [from, to)} is there, one block after another of a slab; with
   * the first its sums begin.
   */
  default void add(int slab, int from, int to, float[] powers, int at) {}

  /**
   * The gradient of the loss, one term for each of {@link io.sbr.tensor.Scorer#inputs()}.
   *
   * @param pass the finished pass
   */
  List<GradientTerm> terms(SoftmaxPass pass, Targets targets, Arena arena);
}
