package io.sbr.cli.options;

import java.util.List;

/** Depths of rankings, as {@code --k} and {@code --top} take them. */
public final class Ks {
  private static final int DEEPEST = 100_000;

  private Ks() {}

  /** Refuses depths below 1, naming the option. */
  public static void check(String option, List<Integer> ks) {
    for (int k : ks) {
      if (k < 1 || k > DEEPEST) {
        throw new UsageException(option + " must be between 1 and " + DEEPEST + ", not " + k);
      }
    }
  }
}
