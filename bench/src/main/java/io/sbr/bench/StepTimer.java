package io.sbr.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.sbr.data.BatchBuilder;
import io.sbr.data.BatchLoader;
import io.sbr.data.BatchPlan;
import io.sbr.data.GraphBatch;
import io.sbr.models.ModelSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.StatUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times whole training steps of a model, batch building included, and prints one line of JSON with
 * the fields of the PyTorch program it is compared with.
 */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = "Times whole training steps and prints one line of JSON.")
final class StepTimer implements Callable<Integer> {
  @Option(names = "--data", description = "data folder; default: -Dsbr.data, else made-up clicks")
  private Path data;

  @Option(names = "--device", defaultValue = "cpu", description = "default ${DEFAULT-VALUE}")
  private String device;

  @Option(names = "--threads", defaultValue = "0", description = "default 0, all processors")
  private int threads;

  @Option(names = "--steps", defaultValue = "40", description = "default ${DEFAULT-VALUE}")
  private int steps;

  @Option(
      names = "--warmup",
      defaultValue = "200",
      description = "steps before the timed ones, for the compiler; default ${DEFAULT-VALUE}")
  private int warmup;

  @Option(names = "--batch", defaultValue = "100", description = "default ${DEFAULT-VALUE}")
  private int batch;

  @Option(names = "--model", defaultValue = "srgnn", description = "default ${DEFAULT-VALUE}")
  private String model;

  @Option(names = "--hidden", defaultValue = "100", description = "default ${DEFAULT-VALUE}")
  private int hidden;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "another setting of the model; may be given several times")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--items",
      defaultValue = "43097",
      description = "of made-up clicks; default ${DEFAULT-VALUE}")
  private int items;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private long seed;

  /** Milliseconds of every timed step, by part. */
  private final Map<String, double[]> parts = new LinkedHashMap<>();

  private double loss;
  private double cpuMillis;

  @Override
  public Integer call() throws JsonProcessingException {
    if (steps < 1 || warmup < 0) {
      throw new IllegalArgumentException("--steps must be at least 1 and --warmup at least 0");
    }
    ClickData clicks = data == null ? ClickData.find(items) : ClickData.read(data);
    try (Backend backend = Backends.choose(device, threads).backend();
        StepRunner runner = new StepRunner(backend, clicks.items(), modelSettings(), seed)) {
      time(runner, clicks);
      System.out.println(new ObjectMapper().writeValueAsString(result(backend, clicks)));
    }
    return 0;
  }

  private ModelSettings modelSettings() {
    Map<String, String> texts = new LinkedHashMap<>(settings);
    texts.put("hidden", Integer.toString(hidden));
    return ModelSettings.of(model).with(texts);
  }

  private void time(StepRunner runner, ClickData clicks) {
    for (String part : new String[] {"build", "forward", "backward", "adam", "step"}) {
      parts.put(part, new double[steps]);
    }
    BatchPlan plan = new BatchPlan(clicks.examples().count(), batch, seed);
    BatchBuilder builder = new BatchBuilder(clicks.items(), runner.needs(), 0);
    long cpu = 0;
    int step = -warmup;
    for (int epoch = 0; step < steps; epoch++) {
      try (BatchLoader loader = new BatchLoader(builder, clicks.examples(), plan, epoch, 0)) {
        for (; step < steps; step++) {
          if (step == 0) {
            cpu = processNanos();
          }
          long begin = System.nanoTime();
          GraphBatch next = loader.next();
          if (next == null) {
            break;
          }
          long built = System.nanoTime();
          StepRunner.Timing timing = runner.step(next);
          long end = System.nanoTime();
          if (step >= 0) {
            put(step, "build", built - begin);
            put(step, "forward", timing.forward());
            put(step, "backward", timing.backward());
            put(step, "adam", timing.adam());
            put(step, "step", end - begin);
          }
          loss = timing.loss();
        }
      }
    }
    cpuMillis = (processNanos() - cpu) / 1e6 / steps;
  }

  private void put(int step, String part, long nanos) {
    parts.get(part)[step] = nanos / 1e6;
  }

  /** CPU time of all threads; the system counts it in ticks of 10 ms. */
  private static long processNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private ObjectNode result(Backend backend, ClickData clicks) {
    ObjectNode result = new ObjectMapper().createObjectNode();
    result.put("model", model).put("layout", "sbr").put("device", backend.description());
    result.put("threads", threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    result.put("java", Runtime.version().toString());
    result.put("batch", batch).put("hidden", hidden);
    result.put("peak_rss_mib", Machine.peakResidentMiB());
    result.put("load_average", Machine.loadAverage());
    result.put("data", clicks.description()).put("items", clicks.items());
    result.put("pairs", clicks.examples().count()).put("steps", steps).put("loss", loss);
    ObjectNode ms = result.putObject("ms");
    parts.forEach(
        (part, times) -> {
          double[] sorted = times.clone();
          Arrays.sort(sorted);
          ObjectNode summary = ms.putObject(part);
          summary.put("min", sorted[0]).put("median", StatUtils.percentile(sorted, 50));
        });
    ms.putObject("cpu").put("mean", cpuMillis);
    return result;
  }
}
