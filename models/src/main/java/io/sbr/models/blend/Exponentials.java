package io.sbr.models.blend;

/**
 * Exponentials of a whole row of scores. Only products and sums, so that compilers make vectors of
 * the loop: e^x = (e^(x/1024))^1024, the inner one by its Taylor series, the outer power by ten
 * squarings. Right to 1e-10 of its value down to e^−20 and to 1e-8 down to e^−40, ascending with x,
 * and e^0 is 1.
 */
final class Exponentials {
  /** What lies lower by more counts as this low: 1e-304 of the best item. */
  private static final double LOWEST = -700;

  private static final double PART = 1.0 / 1024;

  /** Numbers that stay in the nearest cache until they are added. */
  private static final int BLOCK = 1024;

  private Exponentials() {}

  /**
   * Replaces each x of {@code [from, to)} by e^(x − most).
   *
   * @param most the largest of them
   * @return their sum
   */
  static double replace(double[] row, int from, int to, double most) {
    double sum = 0;
    for (int begin = from; begin < to; begin += BLOCK) {
      int end = Math.min(begin + BLOCK, to);
      replaceBlock(row, begin, end, most);
      sum += sum(row, begin, end);
    }
    return sum;
  }

  private static void replaceBlock(double[] row, int from, int to, double most) {
    for (int i = from; i < to; i++) {
      double r = Math.max(row[i] - most, LOWEST) * PART;
      double e = 1 + r * (1.0 / 5);
      e = 1 + e * r * (1.0 / 4);
      e = 1 + e * r * (1.0 / 3);
      e = 1 + e * r * (1.0 / 2);
      e = 1 + e * r;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      row[i] = e;
    }
  }

  /** In four parts, or each addition would wait for the one before. */
  private static double sum(double[] row, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += row[i];
      b += row[i + 1];
      c += row[i + 2];
      d += row[i + 3];
    }
    for (; i < to; i++) {
      a += row[i];
    }
    return a + b + (c + d);
  }
}
