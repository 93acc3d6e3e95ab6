package io.sbr.bench.load.drive;

import java.util.function.LongSupplier;
import org.apache.commons.math3.random.RandomGenerator;

/** How the intended times of requests lie, at a mean rate. */
public enum Arrivals {
  /**
   * Many visitors who know nothing of each other: gaps are exponential, and clicks come in bursts.
   */
  POISSON {
    @Override
    double gap(RandomGenerator random) {
      return -Math.log1p(-random.nextDouble());
    }
  },
  /** One after another at equal distances. */
  EVEN {
    @Override
    double gap(RandomGenerator random) {
      return 1;
    }
  };

  private static final double NANOS = 1e9;

  /** The next gap, 1 in the mean. */
  abstract double gap(RandomGenerator random);

  /**
   * Intended times, ascending: nanoseconds since the beginning.
   *
   * @param rate requests per second, in the mean
   */
  public LongSupplier schedule(double rate, RandomGenerator random) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("--rate must be above 0, not " + rate);
    }
    double[] gaps = {0}; // summed as a double: at 1 µs for years exact to the nanosecond
    return () -> Math.round((gaps[0] += gap(random)) / rate * NANOS);
  }
}
