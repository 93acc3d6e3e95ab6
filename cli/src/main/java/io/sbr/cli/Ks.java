package io.sbr.cli;

import java.util.List;

/** Depths of rankings, as {@code --k} and {@code --top} take them. */
final class Ks {
  private static final int DEEPEST = 100_000;

  private Ks() {}

  static void check(String option, List<Integer> ks) {
    for (int k : ks) {
      if (k < 1 || k > DEEPEST) {
        throw new UsageException(option + " must be between 1 and " + DEEPEST + ", not " + k);
      }
    }
  }
}
