package io.sbr.bench.roofline;

import io.sbr.kernels.cpu.ceiling.MultiplyAdds;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link CeilingBenchmark} and makes {@link Roofline} of its rates. */
public final class ProcessorRoofline {
  /** Matches its benchmarks. */
  public static final String PATTERN = CeilingBenchmark.class.getName() + "\\.";

  private ProcessorRoofline() {}

  /** The best of the rates seen: noise from other programs only ever takes away. */
  public static Roofline measure(int threads, VerboseMode verbosity) throws RunnerException {
    Map<String, Double> best = new LinkedHashMap<>();
    OptionsBuilder options = new OptionsBuilder();
    options.include(PATTERN).threads(threads).verbosity(verbosity);
    for (RunResult result : new Runner(options.build()).run()) {
      double unit = result.getParams().getTimeUnit().toNanos(1) * 1e-9;
      best.put(
          result.getPrimaryResult().getLabel(),
          result.getPrimaryResult().getStatistics().getMax() / unit / 1e9);
    }
    // Each thread works on its share of the arrays, so a call moves 1/threads of the bytes.
    double copy = best.get("copy") * CeilingBenchmark.COPY_BYTES / threads;
    double triad = best.get("triad") * CeilingBenchmark.TRIAD_BYTES / threads;
    double cached = best.get("cachedTriad") * CeilingBenchmark.CACHED_TRIAD_BYTES / threads;
    double flops = best.get("multiplyAdd") * MultiplyAdds.FLOPS;
    return new Roofline(threads, flops, Math.max(copy, triad), cached);
  }
}
