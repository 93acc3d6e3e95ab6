package io.sbr.kernels.contract;

import io.sbr.tensor.Philox;
import java.util.Arrays;
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

  /** Sizes of catalogues, the last of which has several tiles in every task. */
  static IntStream catalogues() {
    return IntStream.concat(positive(), IntStream.of(MANY_ITEMS));
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

  /** 0, 1 and 2, whose products and sums are exact in either precision, with many ties. */
  static double[] whole(int length, long seed) {
    return Arrays.stream(indices(length, 3, seed)).asDoubleStream().toArray();
  }

  /**
   * Items of such numbers, with larger ones in the first column: up to eight alike, and the largest
   * anywhere, so that the best items are not always among the first.
   */
  static double[] wholeItems(int items, int d, long seed) {
    double[] values = whole(items * d, seed);
    for (int i = 0; i < items; i++) {
      values[i * d] = i * 7919L % items / 8; // in another order: 7919 is prime
    }
    return values;
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
