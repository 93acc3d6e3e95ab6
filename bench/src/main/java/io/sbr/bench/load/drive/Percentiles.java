package io.sbr.bench.load.drive;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Percentiles of times, in milliseconds, to three digits. */
public final class Percentiles {
  /** Those that are printed, beside the largest. */
  public static final double[] PRINTED = {50, 90, 99, 99.9};

  private static final double NANOS_PER_MILLI = 1e6;

  private final Histogram nanos;

  /**
   * Of what was recorded so far.
   *
   * @param nanos times in nanoseconds
   */
  Percentiles(Histogram nanos) {
    this.nanos = nanos.copy();
  }

  /** How many times there are. */
  public long count() {
    return nanos.getTotalCount();
  }

  /** The least time that this percentage of all times does not exceed; 0 if there are none. */
  public double at(double percentage) {
    return nanos.getValueAtPercentile(percentage) / NANOS_PER_MILLI;
  }

  /** The longest; 0 if there are none. */
  public double max() {
    return nanos.getMaxValue() / NANOS_PER_MILLI;
  }

  /** The mean; 0 if there are none. */
  public double mean() {
    return nanos.getMean() / NANOS_PER_MILLI;
  }

  /** For programs: {@code p50} to {@code p99.9}, {@code max}, {@code mean}. */
  public Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("count", count());
    for (double percentage : PRINTED) {
      object.put(name(percentage), rounded(at(percentage)));
    }
    object.put("max", rounded(max()));
    object.put("mean", rounded(mean()));
    return object;
  }

  /** How a percentile is called: {@code p90}, {@code p99.9}. */
  public static String name(double percentage) {
    return "p"
        + (percentage == Math.rint(percentage)
            ? Long.toString((long) percentage)
            : Double.toString(percentage));
  }

  private static double rounded(double millis) {
    return Math.round(millis * 1e3) / 1e3;
  }
}
