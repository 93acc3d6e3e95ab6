package io.sbr.bench.roofline;

/**
 * What one call of a benchmark has to do at least, whatever the kernel behind it does: useful
 * arithmetic and traffic in which every operand is read once and every result written once. A
 * kernel that recomputes or reads twice is slower for it, not busier.
 *
 * @param flops arithmetic operations; a multiply-add is two, an exp or a division one
 * @param reals real numbers read or written
 * @param integers 32-bit integers read or written
 */
public record Work(double flops, double reals, double integers) {
  /** Work on real numbers alone. */
  public static Work of(double flops, double reals) {
    return new Work(flops, reals, 0);
  }

  /**
   * Bytes moved.
   *
   * @param realBytes size of a real number on the backend, 4 or 8
   */
  public double bytes(int realBytes) {
    return reals * realBytes + integers * Integer.BYTES;
  }
}
