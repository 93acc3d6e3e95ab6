package io.sbr.tensor;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The contract between the engine and the machine: every operation the models need, and nothing
 * else. Autograd and models see only this; they never learn whether numbers live in a Java array or
 * on a GPU.
 *
 * <p>Common rules of all kernels:
 *
 * <ul>
 *   <li>Output tensors are allocated by the caller and are overwritten unless the method says it
 *       adds. Outputs never overlap inputs unless the method says so.
 *   <li>Shapes are checked; a mismatch is an {@link IllegalArgumentException} naming the operation
 *       and the shapes.
 *   <li>The same inputs give the same bits, whatever the number of threads.
 *   <li>A row of the result never depends on which other rows share the call (batch invariance):
 *       not in one bit where {@link #batchInvariant} holds; else a product's row, and what is
 *       computed from it, may differ by the rounding of its sums.
 *   <li>Launches may be asynchronous; {@link MemoryKernels#read} waits for what it reads.
 * </ul>
 *
 * <p>Kernels may be called from several threads at once, on different tensors.
 */
public interface Backend
    extends MemoryKernels,
        DenseKernels,
        RaggedKernels,
        RecurrentKernels,
        NormKernels,
        AttentionKernels,
        HeadKernels,
        SampledKernels,
        OptimizerKernels,
        AutoCloseable {
  /** Short name, as in {@code --device}: reference, cpu, cuda. */
  String name();

  /**
   * One line for people: what it computes with, for example {@code cpu (float32, 512-bit SIMD, 2
   * threads)}.
   */
  String description();

  /** The type it stores and computes in. */
  DType dtype();

  /**
   * Whether batch invariance holds to the last bit. It does where the order of every sum follows
   * from that sum's own length. A library that picks its kernel by the shape of the whole product,
   * as cuBLAS does, may add up a row's products in another order when other rows join it; then this
   * is false. The same call still gives the same bits, and whatever is no product stands alone.
   */
  default boolean batchInvariant() {
    return true;
  }

  /** Whether launches return before they are done, so that reading a result back costs a wait. */
  default boolean asynchronous() {
    return false;
  }

  /**
   * {@link HeadKernels#ranks} where every session has one target, equal scores in the order of the
   * items.
   *
   * @param targets {@code [B]} item of each session, counted from 0
   * @param ranks {@code [B]} receives the ranks
   */
  default void ranks(Scorer scorer, Ints targets, Ints ranks) {
    if (targets.length() != scorer.sessionCount()) {
      throw new IllegalArgumentException(
          "ranks: %d targets for %d sessions".formatted(targets.length(), scorer.sessionCount()));
    }
    int[] each = new int[targets.length()];
    Arrays.setAll(each, session -> session);
    try (Arena arena = new Arena(this)) {
      ranks(scorer, Ties.ORDERED, arena.copyOf(each), targets, ranks);
    }
  }

  /**
   * Whom to tell what is wrong with the way it runs here: for people, one line, once. It changes no
   * result. The listener is called by a thread that is in a kernel, before that kernel returns; it
   * must be quick and throw nothing. The last one given is told; without one nobody is, and nothing
   * is looked at.
   */
  default void onNotice(Consumer<String> listener) {}

  /** Gives back threads and device handles; live buffers become invalid. */
  @Override
  void close();
}
