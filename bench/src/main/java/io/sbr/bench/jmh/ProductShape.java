package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operands of a dense product as they are stored, written {@code 100x100*43097x100T}: rows by
 * columns, with T where the product takes the transpose.
 *
 * @param aRows stored rows of a
 * @param aCols stored columns of a
 * @param transposeA whether the product takes aᵀ
 * @param bRows stored rows of b
 * @param bCols stored columns of b
 * @param transposeB whether the product takes bᵀ
 */
public record ProductShape(
    int aRows, int aCols, boolean transposeA, int bRows, int bCols, boolean transposeB) {
  private static final Pattern FORM = Pattern.compile("(\\d+)x(\\d+)(T?)\\*(\\d+)x(\\d+)(T?)");

  /** Checks that the inner dimensions agree. */
  public ProductShape {
    int inner = transposeA ? aRows : aCols;
    int other = transposeB ? bCols : bRows;
    if (inner != other) {
      throw new IllegalArgumentException(
          "product: inner dimensions " + inner + " and " + other + " differ");
    }
  }

  /**
   * A product written like {@code 100x100*43097x100T}.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static ProductShape parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "a product is written like 100x100*43097x100T, not '" + text + "'");
    }
    return new ProductShape(
        Integer.parseInt(m.group(1)),
        Integer.parseInt(m.group(2)),
        !m.group(3).isEmpty(),
        Integer.parseInt(m.group(4)),
        Integer.parseInt(m.group(5)),
        !m.group(6).isEmpty());
  }

  /** Rows of the result. */
  int m() {
    return transposeA ? aCols : aRows;
  }

  /** Columns of the result. */
  int n() {
    return transposeB ? bRows : bCols;
  }

  /** Length of the sums. */
  int k() {
    return transposeA ? aRows : aCols;
  }

  /** 2mkn operations; both operands read, the result written. */
  public Work work() {
    double m = m();
    double n = n();
    double k = k();
    return Work.of(2 * m * k * n, m * k + k * n + m * n);
  }
}
