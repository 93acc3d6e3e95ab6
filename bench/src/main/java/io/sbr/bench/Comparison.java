package io.sbr.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.StatUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sums up timings of training steps that were taken in turns: for each program the median of its
 * runs' medians and the least of their minima, and the ratio of each to ours.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Sums up alternating timings, one line of JSON each.")
final class Comparison implements Callable<Integer> {
  private static final String OURS = "sbr";

  @Parameters(paramLabel = "FILE", description = "lines as 'step' and the peer print them")
  private Path file;

  @Option(names = "--out", description = "folder for the summary as Markdown and JSON")
  private Path out;

  /**
   * One program's runs in short.
   *
   * @param program its name: {@code sbr}, or the layout of the peer
   * @param medians of each run, milliseconds, in order
   * @param median of the medians
   * @param min of all steps
   * @param medianRatio its median divided by ours
   * @param minRatio its minimum divided by ours
   * @param cpu milliseconds of all threads, mean over the runs
   * @param peakResidentMiB largest of all runs
   */
  record Summary(
      String program,
      List<Double> medians,
      double median,
      double min,
      double medianRatio,
      double minRatio,
      double cpu,
      long peakResidentMiB) {}

  @Override
  public Integer call() throws IOException {
    List<JsonNode> runs = read(file);
    List<Summary> summaries = summarise(runs);
    Machine machine = Machine.here();
    String markdown = markdown(machine, runs, summaries);
    System.out.println(markdown);
    if (out != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("machine", machine);
      json.put("summary", summaries);
      json.put("runs", runs);
      Results.write(out, "step", machine, markdown, json);
    }
    return 0;
  }

  private static List<JsonNode> read(Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> runs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      runs.add(mapper.readTree(line));
    }
    return runs;
  }

  /** Summaries in the order in which programs first occur. */
  static List<Summary> summarise(List<JsonNode> runs) {
    Map<String, List<JsonNode>> byProgram = new LinkedHashMap<>();
    for (JsonNode run : runs) {
      byProgram.computeIfAbsent(run.path("layout").asText(), p -> new ArrayList<>()).add(run);
    }
    List<JsonNode> ours = byProgram.get(OURS);
    if (ours == null) {
      throw new IllegalArgumentException("no run has \"layout\":\"" + OURS + "\"");
    }
    double ourMedian = median(times(ours, "median"));
    double ourMin = StatUtils.min(times(ours, "min"));
    List<Summary> summaries = new ArrayList<>();
    byProgram.forEach(
        (program, own) -> {
          double[] medians = times(own, "median");
          double median = median(medians);
          double min = StatUtils.min(times(own, "min"));
          summaries.add(
              new Summary(
                  program,
                  Arrays.stream(medians).boxed().toList(),
                  median,
                  min,
                  median / ourMedian,
                  min / ourMin,
                  own.stream().mapToDouble(Comparison::cpu).average().orElseThrow(),
                  own.stream().mapToLong(r -> r.path("peak_rss_mib").asLong()).max().orElse(0)));
        });
    return summaries;
  }

  private static double[] times(List<JsonNode> runs, String statistic) {
    return runs.stream()
        .mapToDouble(run -> run.path("ms").path("step").path(statistic).doubleValue())
        .toArray();
  }

  private static double median(double[] values) {
    return StatUtils.percentile(values, 50);
  }

  /** The mean where a run gives it, else the median. */
  private static double cpu(JsonNode run) {
    JsonNode cpu = run.path("ms").path("cpu");
    return cpu.path(cpu.has("mean") ? "mean" : "median").doubleValue();
  }

  private static String markdown(Machine machine, List<JsonNode> runs, List<Summary> summaries) {
    JsonNode ours =
        runs.stream().filter(r -> r.path("layout").asText().equals(OURS)).findFirst().orElseThrow();
    String what =
        String.format(
            "SR-GNN, %s, batch %s, hidden %s, %s threads; %s",
            ours.path("data").asText(),
            ours.path("batch").asText(),
            ours.path("hidden").asText(),
            ours.path("threads").asText(),
            ours.path("device").asText());
    List<List<String>> rows = summaries.stream().map(Comparison::cells).toList();
    return "# Training step in turns\n\n"
        + machine.description()
        + "\n\n"
        + what
        + "\n\n"
        + Results.table(
            List.of(
                "program",
                "runs",
                "median ms",
                "min ms",
                "medians / ours",
                "minima / ours",
                "cpu ms",
                "peak MiB",
                "median of each run"),
            rows);
  }

  private static List<String> cells(Summary s) {
    return List.of(
        s.program,
        Integer.toString(s.medians.size()),
        number(s.median),
        number(s.min),
        number(s.medianRatio),
        number(s.minRatio),
        number(s.cpu),
        Long.toString(s.peakResidentMiB),
        String.join(" ", s.medians.stream().map(Comparison::number).toList()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
