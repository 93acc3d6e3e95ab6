package io.sbr.bench.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.sbr.data.Examples;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchLoader;
import io.sbr.data.batch.BatchOrder;
import io.sbr.data.batch.GraphBatch;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Feeds batches, epoch after epoch, to something that is timed, and keeps the times of its parts:
 * the wait for a batch as {@code build} and all together under the name of the whole.
 */
public final class TimedPasses {
  private final int warmup;
  private final int steps;
  private final String whole;
  private final Map<String, double[]> millis = new LinkedHashMap<>();
  private double cpuMillis;
  private double allocatedBytes;

  /** One pass over a batch: nanoseconds of its parts, by name. */
  public interface Pass {
    /** One pass over a batch: nanoseconds of its parts, by name. */
    public Map<String, Long> run(GraphBatch batch);
  }

  /**
   * Nothing timed yet.
   *
   * @param warmup passes before the timed ones
   * @param steps timed passes
   * @param whole name of a pass with its wait for the batch
   */
  public TimedPasses(int warmup, int steps, String whole) {
    this.warmup = warmup;
    this.steps = steps;
    this.whole = whole;
  }

  /** Warms up, then times. */
  public void run(BatchBuilder builder, Examples examples, BatchOrder plan, Pass pass) {
    long cpu = 0;
    Allocations before = null;
    int step = -warmup;
    for (int epoch = 0; step < steps; epoch++) {
      // The order of an unshuffled plan is the same in every epoch.
      try (BatchLoader loader = new BatchLoader(builder, examples, plan, epoch, 0)) {
        for (; step < steps; step++) {
          if (step == 0) {
            cpu = processNanos();
            before = Allocations.now();
          }
          long begin = System.nanoTime();
          GraphBatch next = loader.next();
          if (next == null) {
            break;
          }
          long built = System.nanoTime();
          Map<String, Long> parts = pass.run(next);
          long end = System.nanoTime();
          if (step >= 0) {
            put(step, "build", built - begin);
            for (Map.Entry<String, Long> part : parts.entrySet()) {
              put(step, part.getKey(), part.getValue());
            }
            put(step, whole, end - begin);
          }
        }
        if (step == steps) { // while the thread that builds batches lives
          allocatedBytes = (double) Allocations.now().bytesSince(before) / steps;
        }
      }
    }
    cpuMillis = (processNanos() - cpu) / 1e6 / steps;
  }

  private void put(int step, String part, long nanos) {
    millis.computeIfAbsent(part, p -> new double[steps])[step] = nanos / 1e6;
  }

  /** CPU time of all threads; the system counts it in ticks of 10 ms. */
  private static long processNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Milliseconds of the fastest pass. */
  public double min() {
    return StatUtils.min(millis.get(whole));
  }

  /** Milliseconds of a pass, the median. */
  public double median() {
    return StatUtils.percentile(millis.get(whole), 50);
  }

  /**
   * Adds minimum and median of each part as {@code ms}, and the mean of what was allocated on the
   * heap, all threads together.
   */
  void writeTo(ObjectNode result) {
    ObjectNode ms = result.putObject("ms");
    millis.forEach(
        (part, times) ->
            ms.putObject(part)
                .put("min", Arrays.stream(times).min().orElseThrow())
                .put("median", StatUtils.percentile(times, 50)));
    ms.putObject("cpu").put("mean", cpuMillis);
    result.put("allocated_bytes", Math.round(allocatedBytes));
  }
}
