package io.sbr.data.batch;

import java.util.Arrays;

/**
 * Both ways to number items. Data, batches and results number them from 1, with 0 for padding or
 * none; the engine's scorers number their candidates from 0, as rows of a table without a padding
 * row: item i is candidate i − 1. Whoever crosses the edge between them does it here.
 */
public final class Candidates {
  private Candidates() {}

  /** The candidate that an item is; −1 for item 0, which is none. */
  public static int of(int item) {
    return item - 1;
  }

  /** The candidates that these items are, in the same order; a copy. */
  public static int[] of(int[] items) {
    return Arrays.stream(items).map(Candidates::of).toArray();
  }

  /** The item that a candidate is; 0 for candidate −1, which is none. */
  public static int item(int candidate) {
    return candidate + 1;
  }

  /** The items that these candidates are, in the same order; a copy. */
  public static int[] items(int[] candidates) {
    return Arrays.stream(candidates).map(Candidates::item).toArray();
  }
}
