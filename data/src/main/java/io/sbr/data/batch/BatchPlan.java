package io.sbr.data.batch;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * Which examples form which batch: a pure function of (seed, epoch, index), so that a run can be
 * resumed at any batch without a saved generator.
 *
 * <p>Each epoch is a fresh permutation of all examples (Fisher and Yates, from the end), cut into
 * consecutive slices; the last batch is the remainder (docs/pipeline.md, section 4). The numbers
 * come from MT19937 initialised by the array (low half of the seed, high half, epoch): a published
 * algorithm, equal on every JDK.
 */
public final class BatchPlan implements BatchOrder {
  private final int examples;
  private final int batchSize;
  private final boolean shuffled;
  private final long seed;

  /** The examples to choose from; null for all, by number. */
  private final int[] chosen;

  /** The examples of {@link #orderedEpoch}, or of all; 3 MB for Diginetica, so it is kept. */
  private int[] order;

  private int orderedEpoch = -1;

  /** Shuffled batches. */
  public BatchPlan(int examples, int batchSize, long seed) {
    this(examples, batchSize, true, seed, null);
  }

  /** Shuffled batches of chosen examples. */
  public static BatchPlan shuffled(int[] chosen, int batchSize, long seed) {
    return new BatchPlan(chosen.length, batchSize, true, seed, chosen);
  }

  /** Batches in the order of the examples, the same in every epoch. */
  public static BatchPlan inOrder(int examples, int batchSize) {
    return inOrder(IntStream.range(0, examples).toArray(), batchSize);
  }

  /** Batches of chosen examples in the order given, the same in every epoch. */
  public static BatchPlan inOrder(int[] chosen, int batchSize) {
    BatchPlan plan = new BatchPlan(chosen.length, batchSize, false, 0, chosen);
    plan.order = chosen;
    return plan;
  }

  private BatchPlan(int examples, int batchSize, boolean shuffled, long seed, int[] chosen) {
    if (examples < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "batches of " + batchSize + " from " + examples + " examples: sizes must be positive");
    }
    this.examples = examples;
    this.batchSize = batchSize;
    this.shuffled = shuffled;
    this.seed = seed;
    this.chosen = chosen;
  }

  @Override
  public int batches() {
    return (int) (((long) examples + batchSize - 1) / batchSize);
  }

  @Override
  public synchronized int[] batch(int epoch, int index) {
    if (epoch < 0 || index < 0 || index >= batches()) {
      throw new IllegalArgumentException(
          "no batch " + index + " in epoch " + epoch + " of " + batches() + " batches");
    }
    int from = index * batchSize;
    int to = (int) Math.min((long) from + batchSize, examples);
    if (shuffled && orderedEpoch != epoch) {
      order = permutation(epoch);
      orderedEpoch = epoch;
    }
    return Arrays.copyOfRange(order, from, to);
  }

  private int[] permutation(int epoch) {
    MersenneTwister random =
        new MersenneTwister(new int[] {(int) seed, (int) (seed >>> 32), epoch});
    int[] permutation = new int[examples];
    Arrays.setAll(permutation, i -> chosen == null ? i : chosen[i]);
    for (int i = examples - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = permutation[i];
      permutation[i] = permutation[j];
      permutation[j] = swapped;
    }
    return permutation;
  }
}
