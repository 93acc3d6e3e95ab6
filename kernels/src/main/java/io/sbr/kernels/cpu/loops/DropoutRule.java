package io.sbr.kernels.cpu.loops;

/**
 * What a dropout does to the number at any index of its tensor: Philox's number of that index is
 * compared with the rate, by its 24 bits as a whole number, which is exact.
 *
 * @param seed of the random stream
 * @param stream of that seed
 * @param threshold 24 bits below this drop the number: ⌈rate·2²⁴⌉
 * @param factor what other numbers are multiplied by, 1/(1 − rate)
 */
public record DropoutRule(long seed, long stream, int threshold, float factor) {
  /**
   * The rule of a rate.
   *
   * @param rate in [0, 1)
   */
  public static DropoutRule of(double rate, long seed, long stream) {
    return new DropoutRule(seed, stream, (int) Math.ceil(rate * 0x1p24), (float) (1 / (1 - rate)));
  }
}
