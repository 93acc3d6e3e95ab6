package io.sbr.bench.jmh;

import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.roofline.Device;
import io.sbr.bench.roofline.DeviceRoofline;
import io.sbr.bench.roofline.ProcessorRoofline;
import io.sbr.bench.roofline.Roofline;
import io.sbr.bench.timing.ClickData;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs benchmarks with JMH's own options and prints every result beside the ceilings of what it ran
 * on, processor or device, which are measured first, in the same run.
 */
public final class Report {
  private static final String USAGE =
      """
      benchmarks.jar [--out DIR] [JMH options]   benchmarks beside the machine's ceilings
      benchmarks.jar step [options]              whole training steps, one line of JSON
      benchmarks.jar eval [options]              evaluation, one line of JSON
      benchmarks.jar gemm [options]              dense products, one line of JSON
      benchmarks.jar ceilings [options]          the processor's ceilings, one line of JSON
      benchmarks.jar growth [options]            steps of many sizes, as table and picture
      benchmarks.jar compare [options] FILE      sums up such lines
      benchmarks.jar guard [options]             is a kernel off its fast path in this JVM?
      benchmarks.jar starts [options]            is a start of the JVM slow where others are fast?
      benchmarks.jar work --run DIR              a user's work once in this JVM, one line of JSON

      --out DIR       also writes the report as Markdown and JSON
      -p device=NAME  backend: cpu (default), cuda, reference
      -p threads=N    threads of cpu; 0 for all processors (default)
      -Dsbr.data=DIR  before -jar: data folder for TrainingStep and EvaluationBatch

      JMH's options:
      """;

  /** Of the processor, by number of threads. */
  private final Map<Integer, Roofline> processor = new TreeMap<>();

  /** Of devices beside it, by name; none of emulated ones. */
  private final Map<String, DeviceRoofline> beside = new TreeMap<>();

  /** As they were started, by name and number of threads. */
  private final Map<String, Device> devices = new TreeMap<>();

  private final List<Row> rows = new ArrayList<>();

  private Report() {}

  /**
   * Runs what the arguments ask for.
   *
   * @return the exit code: 0, or 1 when no benchmark gave a result
   */
  public static int run(String[] args)
      throws CommandLineOptionException, RunnerException, IOException {
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
    for (String device : options.getParameter("device").orElse(List.of("cpu"))) {
      for (String threads : options.getParameter("threads").orElse(List.of("0"))) {
        look(device, threads(device, threads));
      }
    }
    OptionsBuilder benchmarks = new OptionsBuilder();
    benchmarks.parent(options).mode(Mode.SampleTime).exclude(ProcessorRoofline.PATTERN);
    options.getExcludes().forEach(benchmarks::exclude);
    for (RunResult result : new Runner(benchmarks.build()).run()) {
      rows.add(row(result));
    }
    String markdown = markdown(machine);
    System.out.println("\n" + markdown);
    if (folder != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("machine", machine);
      json.put("ceilings", processor.values());
      json.put("deviceCeilings", beside);
      json.put("backends", devices.values());
      json.put("rows", rows);
      Results.write(folder, "kernels", machine, markdown, json);
    }
    return rows.isEmpty() ? 1 : 0;
  }

  /** Threads that a backend will have: reference and devices compute on their caller's alone. */
  private static int threads(String device, String text) {
    if (!text.matches("\\d{1,4}")) {
      throw new IllegalArgumentException("-p threads takes whole numbers, not '" + text + "'");
    }
    int threads = Integer.parseInt(text);
    if (device.equals("reference") || device.equals("cuda")) {
      return 1;
    }
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /**
   * Measures the ceilings of a device, before any benchmark, so that one that is not there is
   * refused at once.
   */
  private void look(String name, int threads) throws RunnerException {
    Device device;
    try (Backend backend = Backends.choose(name, threads).backend()) {
      device = Device.of(backend);
      if (!device.onProcessor() && !device.emulated() && !beside.containsKey(device.name())) {
        beside.put(device.name(), DeviceRoofline.measure(backend, DeviceRoofline.Sizes.FULL));
      }
    }
    devices.put(key(name, threads), device);
    if (device.onProcessor() && !processor.containsKey(threads)) {
      processor.put(threads, ProcessorRoofline.measure(threads, VerboseMode.NORMAL));
    }
  }

  private static String key(String device, int threads) {
    return device + " " + threads;
  }

  /** Null for an emulated device: a share of no chip means nothing. */
  private Roofline ceilings(Device device, int threads) {
    if (device.onProcessor()) {
      return processor.get(threads);
    }
    return device.emulated() ? null : beside.get(device.name()).asCeilings();
  }

  private Row row(RunResult result) {
    BenchmarkParams params = result.getParams();
    String name = params.getBenchmark();
    int dot = name.lastIndexOf('.');
    OnBackend benchmark = Benchmarks.create(name.substring(0, dot), parameters(params));
    int threads = threads(benchmark.device, Integer.toString(benchmark.threads));
    Device device = devices.get(key(benchmark.device, threads));
    Map<String, String> sizes = parameters(params);
    sizes.remove("device");
    sizes.remove("threads");
    Statistics times = result.getPrimaryResult().getStatistics();
    double unit = params.getTimeUnit().toNanos(1) * 1e-9;
    return Row.of(
        name.substring(name.lastIndexOf('.', dot - 1) + 1),
        sizes.toString().replaceAll("[{}]", ""),
        device.label(),
        threads,
        times.getPercentile(50) * unit,
        times.getMin() * unit,
        benchmark.work().get(name.substring(dot + 1)),
        device.realBytes(),
        ceilings(device, threads));
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
    if (rows.stream().anyMatch(row -> row.benchmark().matches("(TrainingStep|Evaluat).*"))) {
      text.append("- training steps and evaluation on ").append(ClickData.source()).append('\n');
    }
    if (devices.values().stream().anyMatch(Device::emulated)) {
      text.append("\n**An emulated device is no GPU**: no ceilings, and its times mean nothing.\n");
    }
    if (!processor.isEmpty()) {
      text.append("\nThe processor's ceilings, best seen:\n\n");
      text.append(
          Results.table(
              List.of("threads", "multiply-add GFLOP/s", "memory GB/s", "cache GB/s"),
              processor.values().stream().map(Report::cells).toList()));
    }
    if (!beside.isEmpty()) {
      text.append("\nCeilings of devices, best seen; each timed call ends with a round trip:\n\n");
      List<List<String>> measured = new ArrayList<>();
      beside.forEach((name, c) -> measured.add(cells(name, c)));
      text.append(
          Results.table(
              List.of(
                  "device",
                  "product GFLOP/s",
                  "copy GB/s",
                  "copy of 4 MiB GB/s",
                  "launch and wait µs"),
              measured));
    }
    text.append(
        "\nThe ceiling of a row is the longer of its operations at the arithmetic ceiling ");
    text.append("and its unavoidable bytes at full bandwidth\n(of the cache up to 12 MiB).\n\n");
    text.append(Results.table(Row.header(), rows.stream().map(Row::cells).toList()));
    return text.toString();
  }

  private static List<String> cells(Roofline c) {
    return List.of(
        Integer.toString(c.threads()),
        number("%.0f", c.gflops()),
        number("%.1f", c.memory()),
        number("%.1f", c.cache()));
  }

  private static List<String> cells(String device, DeviceRoofline c) {
    return List.of(
        device,
        number("%.0f", c.gflops()),
        number("%.0f", c.memory()),
        number("%.0f", c.cache()),
        number("%.1f", 1e6 * c.roundTrip()));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
