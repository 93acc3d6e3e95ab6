package io.sbr.kernels.contract;

import io.sbr.tensor.Philox;
import java.util.stream.IntStream;

/** Sizes that straddle SIMD lanes, unrolled blocks and cache tiles, and made-up numbers. */
public final class Sizes {
  private static final int[] ALL = {
    0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 100, 127, 1000, 4098
  };

  /**
   * So many items that a task of a pass over all of them has several tiles, where others have one.
   */
  static final int MANY_ITEMS = 20_000;

  private Sizes() {}

  /** All of them; a source for parameterised tests. */
  static IntStream all() {
    return IntStream.of(ALL);
  }

  /** All but 0, for operations that need at least one element. */
  static IntStream positive() {
    return all().filter(size -> size > 0);
  }

  /** Those small enough for cubes. */
  static IntStream small() {
    return all().filter(size -> size <= 127);
  }

  /** Numbers in [−1, 1), exact in single precision, so that both sides begin with the same. */
  public static double[] random(int length, long seed) {
    return random(length, seed, -1, 1);
  }

  /** Numbers in [low, high), rounded to single precision. */
  public static double[] random(int length, long seed, double low, double high) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (low + (high - low) * Philox.uniform(seed, 99, i));
    }
    return values;
  }

  /** Whole numbers in [0, bound). */
  public static int[] indices(int length, int bound, long seed) {
    return IntStream.range(0, length).map(i -> Philox.below(bound, seed, 98, i)).toArray();
  }

  /** Offsets that share out {@code total} rows to segments of 0 to 12 rows, some of them empty. */
  public static int[] offsets(int total, long seed) {
    IntStream.Builder offsets = IntStream.builder();
    offsets.add(0);
    int end = 0;
    for (int s = 0; end < total; s++) {
      end = Math.min(total, end + Philox.below(13, seed, 97, s));
      offsets.add(end);
    }
    offsets.add(total); // the last segment is empty
    return offsets.build().toArray();
  }
}
