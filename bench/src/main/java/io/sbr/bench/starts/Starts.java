package io.sbr.bench.starts;

import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.starts.StartCase.HeapCollector;
import io.sbr.bench.starts.StartCase.Launch;
import io.sbr.bench.starts.StartCase.Load;
import io.sbr.bench.starts.StartCase.Width;
import io.sbr.tensor.io.ProcFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Looks for starts of the JVM that are slow where others are fast. How a kernel is compiled is
 * decided once in the life of a JVM and depends on what else there was to compile at that moment,
 * so a figure from one JVM, or a kernel warmed up alone as in {@link io.sbr.bench.jmh.Guard}, says
 * nothing of the next: here many fresh JVMs do what users do, in each case that users have, in
 * turns.
 */
@Command(
    name = "starts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts fresh JVMs that do a user's work; exit code 1 if one is slow where others are fast.",
      "For before a release, after a change of kernels, and on a new machine or JDK: it sees what"
          + " 'guard', which looks at each kernel in one JVM, cannot see. A start takes some 10 s."
    })
public final class Starts implements Callable<Integer> {
  @Option(
      names = "--count",
      defaultValue = "10",
      description = "starts of each case; default ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--java",
      paramLabel = "HOME",
      split = ",",
      description = "folders of JDKs; default: the one that runs this")
  private List<Path> homes = List.of();

  @Option(
      names = "--collectors",
      split = ",",
      defaultValue = "g1,serial,parallel",
      description = "default ${DEFAULT-VALUE}")
  private List<HeapCollector> collectors;

  @Option(
      names = "--launch",
      split = ",",
      defaultValue = "launcher,bare",
      description =
          "with sbr's own options, or with the collector and the Vector API alone; default"
              + " ${DEFAULT-VALUE}")
  private List<Launch> launches;

  @Option(
      names = "--widths",
      paramLabel = "preferred|256|512",
      split = ",",
      converter = WidthConverter.class,
      description = "bits of the vectors; default preferred, the JVM's own choice")
  private List<Width> widths = List.of(Width.PREFERRED);

  @Option(
      names = "--load",
      split = ",",
      description = "idle, busy (one processor is taken); default: idle, the launcher also busy")
  private List<Load> loads = List.of();

  @Option(
      names = "--limit",
      defaultValue = "120",
      description = "seconds after which a start is ended; default ${DEFAULT-VALUE}")
  private long limit;

  @Option(names = "--out", description = "folder for the result as Markdown and JSON")
  private Path out;

  private final String main;

  /**
   * The command.
   *
   * @param main the class whose command {@code work} is started
   */
  public Starts(Class<?> main) {
    this.main = main.getName();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<StartCase> cases = cases();
    Machine machine = Machine.here();
    System.err.println(machine.description());
    StartedWork work = new StartedWork(main, System.getProperty("java.class.path"), limit);
    List<Start> starts = new ArrayList<>();
    for (int round = 1; round <= count; round++) { // a slow hour of the machine is one for all
      for (StartCase startCase : cases) {
        Start start = run(work, startCase, round);
        starts.add(start);
        System.err.printf(
            Locale.ROOT, "%d/%d %s%n", starts.size(), count * cases.size(), start.line());
      }
    }
    StartStatistics statistics = StartStatistics.of(starts);
    String markdown = new StartsReport(statistics).markdown(machine);
    System.out.println(markdown);
    if (out != null) {
      Results.write(out, "starts", machine, markdown, json(machine, statistics, starts));
    }
    return statistics.clean() ? 0 : 1;
  }

  private static Start run(StartedWork work, StartCase startCase, int round)
      throws IOException, InterruptedException {
    if (startCase.load() == Load.IDLE) {
      return work.run(startCase, round);
    }
    try (BusyProcessor busy = new BusyProcessor()) {
      return work.run(startCase, round);
    }
  }

  /**
   * What is asked for, each case once.
   *
   * @throws IllegalArgumentException if a number is out of range, a folder is no JDK, or the
   *     processor has no vectors of a width
   */
  List<StartCase> cases() {
    if (count < 1 || limit < 1) {
      throw new IllegalArgumentException("--count and --limit must be at least 1");
    }
    boolean wide = ProcFile.field("/proc/cpuinfo", "flags").orElse("").contains("avx512f");
    if (widths.contains(Width.W512) && !wide) {
      throw new IllegalArgumentException("--widths 512: this processor has no AVX-512");
    }
    List<JavaHome> javas =
        homes.isEmpty()
            ? List.of(JavaHome.running())
            : homes.stream().map(JavaHome::of).distinct().toList();
    List<StartCase> cases = new ArrayList<>();
    for (JavaHome java : javas) {
      for (HeapCollector collector : collectors) {
        for (Launch launch : launches) {
          for (Width width : widths) {
            for (Load load : loads(launch)) {
              cases.add(new StartCase(java, collector, launch, width, load));
            }
          }
        }
      }
    }
    return cases.stream().distinct().toList();
  }

  private List<Load> loads(Launch launch) {
    if (!loads.isEmpty()) {
      return loads;
    }
    return launch == Launch.LAUNCHER ? List.of(Load.IDLE, Load.BUSY) : List.of(Load.IDLE);
  }

  private static Map<String, Object> json(
      Machine machine, StartStatistics statistics, List<Start> starts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("verdict", new StartsReport(statistics).verdict());
    json.put("starts", starts.stream().map(Starts::json).toList());
    return json;
  }

  /** What was measured, without folders of this machine. */
  private static Map<String, Object> json(Start start) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("case", start.startCase().name());
    json.put("options", start.startCase().jvmOptions());
    json.put("start", start.round());
    json.put("times", start.times());
    json.put("failure", start.failure());
    return json;
  }
}
