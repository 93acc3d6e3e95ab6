package io.sbr.models.study;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * P-values of several tests, each multiplied so that the chance of even one false discovery among
 * all stays below the level they are compared with (Holm, Scandinavian Journal of Statistics 6,
 * 1979).
 */
public final class Holm {
  private Holm() {}

  /** The adjusted values, in the same order. */
  public static double[] adjusted(double... p) {
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double most = 0;
    for (int i = 0; i < p.length; i++) {
      most = Math.max(most, Math.min(1, (p.length - i) * p[ascending[i]]));
      adjusted[ascending[i]] = most;
    }
    return adjusted;
  }
}
