package io.sbr.kernels.cpu.speed;

/**
 * How fast one kernel is.
 *
 * @param name what it does, with sizes
 * @param limit what its work is counted in
 * @param speed 10⁹ operations or bytes a second
 * @param share of the ceiling; NaN where that is unknown. Above 1 where a kernel only reads, or
 *     where some of its arrays stay in the last cache, which those of the ceiling never do
 * @param leastShare below which it is slow
 * @param timesPlain speed as a multiple of the plain loops'; NaN where these are all there is
 */
public record KernelSpeed(
    String name, Limit limit, double speed, double share, double leastShare, double timesPlain) {

  /** As in {@code SpeedWatch}: less is noise. */
  private static final double LEAST_GAIN = 0.8;

  /** Whether it is far from its ceiling, or plain loops would be faster. */
  public boolean slow() {
    return share < leastShare || timesPlain < LEAST_GAIN; // of NaN nothing holds
  }
}
