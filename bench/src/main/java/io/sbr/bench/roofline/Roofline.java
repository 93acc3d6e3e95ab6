package io.sbr.bench.roofline;

/**
 * What this machine can do at all, measured in Java with this many threads at once.
 *
 * @param threads busy at the same time
 * @param gflops multiply-adds in registers, 10⁹ operations a second, single precision
 * @param memory bandwidth of arrays of 128 MiB, 10⁹ bytes a second
 * @param cache bandwidth of arrays of 4 MiB, 10⁹ bytes a second
 */
public record Roofline(int threads, double gflops, double memory, double cache) {
  /** Three arrays of 4 MiB: the working set that {@link #cache} was measured with. */
  static final double CACHED_BYTES = 12 << 20;

  /**
   * Shortest possible time of this work, in seconds: its arithmetic at the peak rate or its bytes
   * at full bandwidth, whichever takes longer (the roofline; Williams et al., CACM 2009). Double
   * precision has half the lanes. Work of up to {@link #CACHED_BYTES} is held against the bandwidth
   * of the cache.
   *
   * @param realBytes size of a real number, 4 or 8
   */
  public double floor(Work work, int realBytes) {
    double peak = gflops * 1e9 * Float.BYTES / realBytes;
    double bytes = work.bytes(realBytes);
    double bandwidth = (bytes <= CACHED_BYTES ? cache : memory) * 1e9;
    return Math.max(work.flops() / peak, bytes / bandwidth);
  }
}
