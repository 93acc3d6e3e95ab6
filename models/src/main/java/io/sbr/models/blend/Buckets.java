package io.sbr.models.blend;

import java.util.Arrays;
import java.util.List;

/**
 * What a session's weight of the neighbours depends on: how many clicks it has, and how much its
 * neighbours say, in thirds.
 *
 * @param low supports below are in the lowest third
 * @param high supports from here on are in the highest
 */
record Buckets(double low, double high) {
  /** Groups of lengths, in words. */
  static final List<String> LENGTHS = List.of("1", "2", "3–4", "5–9", "≥ 10");

  /** Groups of supports. */
  static final int THIRDS = 3;

  /** How many buckets there are. */
  static final int COUNT = LENGTHS.size() * THIRDS;

  private static final int[] LONGEST = {1, 2, 4, 9};

  /** Checks that the borders ascend. */
  Buckets {
    if (!(low >= 0 && low <= high && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("borders of supports are " + low + " and " + high);
    }
  }

  /** With borders between the thirds of these supports; 0 if there are none. */
  static Buckets ofThirds(double[] supports) {
    if (supports.length == 0) {
      return new Buckets(0, 0);
    }
    double[] ascending = supports.clone();
    Arrays.sort(ascending);
    return new Buckets(
        ascending[ascending.length / THIRDS], ascending[2 * ascending.length / THIRDS]);
  }

  /**
   * The bucket of a session, from 0; those of one length are together.
   *
   * @param length input clicks, at least 1
   * @param support sum of what its neighbours say, above 0
   */
  int of(int length, double support) {
    int group = 0;
    while (group < LONGEST.length && length > LONGEST[group]) {
      group++;
    }
    int third = support < low ? 0 : support < high ? 1 : 2;
    return group * THIRDS + third;
  }
}
