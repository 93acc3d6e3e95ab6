package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Roofline;
import io.sbr.bench.roofline.Work;
import java.util.List;
import java.util.Locale;

/**
 * One benchmark's result beside what the machine could do.
 *
 * @param benchmark class and method
 * @param sizes the parameters that set the amount of work
 * @param device backend it ran on
 * @param threads of that backend
 * @param median seconds of a call
 * @param min seconds of the fastest call
 * @param gflops useful operations, 10⁹ a second, at the median
 * @param gigabytes traffic that cannot be avoided, 10⁹ bytes a second, at the median
 * @param ceiling share of the roofline reached, 1 = all; NaN where no ceiling was measured
 */
record Row(
    String benchmark,
    String sizes,
    String device,
    int threads,
    double median,
    double min,
    double gflops,
    double gigabytes,
    double ceiling) {

  /**
   * A result from its times and its work.
   *
   * @param ceilings of the machine, or null where they do not apply to the device
   * @param realBytes size of a real number on the device
   */
  static Row of(
      String benchmark,
      String sizes,
      String device,
      int threads,
      double median,
      double min,
      Work work,
      int realBytes,
      Roofline ceilings) {
    return new Row(
        benchmark,
        sizes,
        device,
        threads,
        median,
        min,
        work.flops() / median / 1e9,
        work.bytes(realBytes) / median / 1e9,
        ceilings == null ? Double.NaN : ceilings.floor(work, realBytes) / median);
  }

  static List<String> header() {
    return List.of(
        "benchmark",
        "sizes",
        "device",
        "threads",
        "median ms",
        "min ms",
        "GFLOP/s",
        "GB/s",
        "of ceiling");
  }

  List<String> cells() {
    return List.of(
        benchmark,
        sizes,
        device,
        Integer.toString(threads),
        number("%.4f", median * 1e3),
        number("%.4f", min * 1e3),
        number("%.1f", gflops),
        number("%.1f", gigabytes),
        Double.isNaN(ceiling) ? "-" : number("%.0f %%", 100 * ceiling));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
