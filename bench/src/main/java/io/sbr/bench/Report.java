package io.sbr.bench;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs benchmarks with JMH's own options and prints every result beside the machine's ceilings,
 * which are measured first, in the same run.
 */
final class Report {
  private static final String USAGE =
      """
      benchmarks.jar [--out DIR] [JMH options]   benchmarks beside the machine's ceilings
      benchmarks.jar step [options]              whole training steps, one line of JSON
      benchmarks.jar compare [options] FILE      sums up such lines

      --out DIR       also writes the report as Markdown and JSON
      -p device=NAME  backend: cpu (default), reference, ...
      -p threads=N    its threads; 0 for all processors (default)
      -Dsbr.data=DIR  before -jar: data folder for TrainingStep

      JMH's options:
      """;

  /** Devices that compute on the processor whose ceilings are measured. */
  private static final Set<String> ON_PROCESSOR = Set.of("reference", "cpu");

  private static final String CEILINGS = CeilingBenchmark.class.getName() + "\\.";

  private final Map<Integer, Ceilings> ceilings = new TreeMap<>();
  private final Map<String, Device> devices = new TreeMap<>();
  private final List<Row> rows = new ArrayList<>();

  /** A backend as it was started. */
  private record Device(String description, int realBytes) {}

  private Report() {}

  /**
   * Runs what the arguments ask for.
   *
   * @return the exit code: 0, or 1 when no benchmark gave a result
   */
  static int run(String[] args) throws CommandLineOptionException, RunnerException, IOException {
    List<String> rest = new ArrayList<>(Arrays.asList(args));
    int out = rest.indexOf("--out");
    Path folder = null;
    if (out >= 0) {
      if (out + 1 == rest.size()) {
        throw new CommandLineOptionException("--out needs a folder");
      }
      folder = Path.of(rest.remove(out + 1));
      rest.remove(out);
    }
    CommandLineOptions options = new CommandLineOptions(rest.toArray(String[]::new));
    if (options.shouldHelp()) {
      System.out.println(USAGE);
      options.showHelp();
      return 0;
    }
    if (options.shouldList()) {
      new Runner(options).list();
      return 0;
    }
    return new Report().measure(options, folder);
  }

  private int measure(CommandLineOptions options, Path folder) throws RunnerException, IOException {
    Machine machine = Machine.here();
    Collection<Integer> threadCounts = threadCounts(options);
    for (String device : options.getParameter("device").orElse(List.of("cpu"))) {
      for (int threads : threadCounts) {
        devices.put(key(device, threads), start(device, threads));
      }
    }
    for (int threads : threadCounts) {
      ceilings.put(threads, ceilings(threads));
    }
    OptionsBuilder benchmarks = new OptionsBuilder();
    benchmarks.parent(options).mode(Mode.SampleTime).exclude(CEILINGS);
    options.getExcludes().forEach(benchmarks::exclude);
    for (RunResult result : new Runner(benchmarks.build()).run()) {
      rows.add(row(result));
    }
    String markdown = markdown(machine);
    System.out.println("\n" + markdown);
    if (folder != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("machine", machine);
      json.put("ceilings", ceilings.values());
      json.put("backends", devices.values());
      json.put("rows", rows);
      Results.write(folder, "kernels", machine, markdown, json);
    }
    return rows.isEmpty() ? 1 : 0;
  }

  /** 1 and all numbers of threads that backends will be started with. */
  private static Collection<Integer> threadCounts(CommandLineOptions options) {
    TreeSet<Integer> counts = new TreeSet<>(Set.of(1));
    options
        .getParameter("threads")
        .orElse(List.of("0"))
        .forEach(text -> counts.add(actual(threads(text))));
    return counts;
  }

  private static int threads(String text) {
    if (!text.matches("\\d{1,4}")) {
      throw new IllegalArgumentException("-p threads takes whole numbers, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /** Before anything is measured, so that a device that is not there is refused at once. */
  private static Device start(String device, int threads) {
    try (Backend backend = Backends.choose(device, threads).backend()) {
      return new Device(backend.description(), backend.dtype().bytes());
    }
  }

  private static String key(String device, int threads) {
    return device + " " + threads;
  }

  private static int actual(int threads) {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** The best of the rates seen: noise from other programs only ever takes away. */
  private static Ceilings ceilings(int threads) throws RunnerException {
    Map<String, Double> best = new LinkedHashMap<>();
    OptionsBuilder options = new OptionsBuilder();
    options.include(CEILINGS).threads(threads);
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
    double flops = best.get("multiplyAdd") * CeilingBenchmark.FLOPS;
    return new Ceilings(threads, flops, Math.max(copy, triad), cached);
  }

  private Row row(RunResult result) {
    BenchmarkParams params = result.getParams();
    String name = params.getBenchmark();
    int dot = name.lastIndexOf('.');
    OnBackend benchmark = Benchmarks.create(name.substring(0, dot), parameters(params));
    int threads = benchmark.device.equals("reference") ? 1 : actual(benchmark.threads);
    Map<String, String> sizes = parameters(params);
    sizes.remove("device");
    sizes.remove("threads");
    Statistics times = result.getPrimaryResult().getStatistics();
    double unit = params.getTimeUnit().toNanos(1) * 1e-9;
    return Row.of(
        name.substring(name.lastIndexOf('.', dot - 1) + 1),
        sizes.toString().replaceAll("[{}]", ""),
        benchmark.device,
        threads,
        times.getPercentile(50) * unit,
        times.getMin() * unit,
        benchmark.work().get(name.substring(dot + 1)),
        devices.get(key(benchmark.device, threads)).realBytes(),
        ON_PROCESSOR.contains(benchmark.device) ? ceilings.get(threads) : null);
  }

  private static Map<String, String> parameters(BenchmarkParams params) {
    Map<String, String> values = new TreeMap<>();
    params.getParamsKeys().forEach(key -> values.put(key, params.getParam(key)));
    return values;
  }

  private String markdown(Machine machine) {
    StringBuilder text = new StringBuilder("# Benchmarks\n\n");
    text.append(machine.description()).append("\n\n");
    devices.values().stream()
        .map(Device::description)
        .distinct()
        .forEach(line -> text.append("- ").append(line).append('\n'));
    if (rows.stream().anyMatch(row -> row.benchmark().startsWith("TrainingStep"))) {
      text.append("- TrainingStep on ").append(ClickData.source()).append('\n');
    }
    text.append("\nCeilings, best seen:\n\n");
    text.append(
        Results.table(
            List.of("threads", "multiply-add GFLOP/s", "memory GB/s", "cache GB/s"),
            ceilings.values().stream().map(Report::cells).toList()));
    text.append("\nThe ceiling of a row is the longer of its operations at the multiply-add rate ");
    text.append("and its unavoidable bytes at full bandwidth\n(of the cache up to 12 MiB).\n\n");
    text.append(Results.table(Row.header(), rows.stream().map(Row::cells).toList()));
    return text.toString();
  }

  private static List<String> cells(Ceilings c) {
    return List.of(
        Integer.toString(c.threads()),
        String.format(Locale.ROOT, "%.0f", c.gflops()),
        String.format(Locale.ROOT, "%.1f", c.memory()),
        String.format(Locale.ROOT, "%.1f", c.cache()));
  }
}
