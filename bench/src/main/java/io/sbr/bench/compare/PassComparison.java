package io.sbr.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.roofline.ModelWork;
import io.sbr.bench.roofline.Roofline;
import io.sbr.bench.roofline.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Training steps or evaluations in turns: for each program the median of its runs' medians and the
 * least of their minima, the ratio of each to ours, and where its time goes.
 *
 * @param runs all, in order
 * @param programs in the order in which they first occur
 * @param ceilings of the processor, or null where they were not measured
 */
record PassComparison(List<JsonNode> runs, List<Program> programs, Roofline ceilings)
    implements Comparison.Summary {
  private static final String OURS = "sbr";

  /**
   * One program's runs in short.
   *
   * @param program its name: {@code sbr}, or the layout of the peer
   * @param medians of each run, milliseconds, in order
   * @param median of the medians
   * @param min of all passes
   * @param pairs examples that a pass gets through: more than a batch where equal inputs share one
   * @param medianRatio its median for an example divided by ours
   * @param minRatio its minimum for an example divided by ours
   * @param cpu milliseconds of all threads, mean over the runs; NaN if unknown
   * @param peakResidentMiB largest of all runs
   * @param parts median milliseconds of each part, over the runs, by name
   */
  record Program(
      String program,
      List<Double> medians,
      double median,
      double min,
      double pairs,
      double medianRatio,
      double minRatio,
      double cpu,
      long peakResidentMiB,
      Map<String, Double> parts) {}

  /**
   * Sums up.
   *
   * @throws IllegalArgumentException if no run is ours
   */
  static PassComparison of(List<JsonNode> runs, Roofline ceilings) {
    String whole = whole(runs.get(0));
    Map<String, List<JsonNode>> byProgram = new LinkedHashMap<>();
    for (JsonNode run : runs) {
      byProgram.computeIfAbsent(run.path("layout").asText(), p -> new ArrayList<>()).add(run);
    }
    List<JsonNode> ours = byProgram.get(OURS);
    if (ours == null) {
      throw new IllegalArgumentException("no run has \"layout\":\"" + OURS + "\"");
    }
    double ourPairs = pairs(ours.get(0));
    double ourMedian = median(times(ours, whole, "median"));
    double ourMin = StatUtils.min(times(ours, whole, "min"));
    List<Program> programs = new ArrayList<>();
    byProgram.forEach(
        (program, own) -> {
          double[] medians = times(own, whole, "median");
          double median = median(medians);
          double min = StatUtils.min(times(own, whole, "min"));
          double pairs = pairs(own.get(0));
          programs.add(
              new Program(
                  program,
                  Arrays.stream(medians).boxed().toList(),
                  median,
                  min,
                  pairs,
                  median / ourMedian * (ourPairs / pairs),
                  min / ourMin * (ourPairs / pairs),
                  own.stream().mapToDouble(PassComparison::cpu).average().orElseThrow(),
                  own.stream().mapToLong(r -> r.path("peak_rss_mib").asLong()).max().orElse(0),
                  parts(own, whole)));
        });
    return new PassComparison(runs, programs, ceilings);
  }

  /** The name of the time of a whole pass. */
  private static String whole(JsonNode run) {
    return run.path("ms").has("step") ? "step" : "batch";
  }

  private static double[] times(List<JsonNode> runs, String part, String statistic) {
    return runs.stream()
        .mapToDouble(run -> run.path("ms").path(part).path(statistic).doubleValue())
        .toArray();
  }

  private static double pairs(JsonNode run) {
    return run.path("pairs_per_batch").asDouble(run.path("batch").doubleValue());
  }

  private static double median(double[] values) {
    return StatUtils.percentile(values, 50);
  }

  private static Map<String, Double> parts(List<JsonNode> runs, String whole) {
    Map<String, Double> parts = new LinkedHashMap<>();
    Iterable<String> names = () -> runs.get(0).path("ms").fieldNames();
    for (String name : names) {
      if (!name.equals(whole) && !name.equals("cpu")) {
        parts.put(name, median(times(runs, name, "median")));
      }
    }
    return parts;
  }

  /** The mean where a run gives it, else the median. */
  private static double cpu(JsonNode run) {
    JsonNode cpu = run.path("ms").path("cpu");
    return cpu.path(cpu.has("mean") ? "mean" : "median").asDouble(Double.NaN);
  }

  @Override
  public String kind() {
    return (isStep() ? "step-" : "eval-") + name(ours());
  }

  /** Of the settings file where there was one, for two of them may be of one model. */
  private static String name(JsonNode run) {
    return run.path("settings").asText(run.path("model").asText());
  }

  private boolean isStep() {
    return whole(runs.get(0)).equals("step");
  }

  private JsonNode ours() {
    return runs.stream()
        .filter(run -> run.path("layout").asText().equals(OURS))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Object rows() {
    return programs;
  }

  @Override
  public String markdown(Machine machine) {
    JsonNode ours = ours();
    String title = isStep() ? "Training step" : "Evaluation of one batch";
    String what =
        String.format(
            Locale.ROOT,
            "%s, %s, batch %s, hidden %s, threads %s; %s%s",
            name(ours),
            ours.path("data").asText(),
            ours.path("batch").asText(),
            ours.path("hidden").asText(),
            ours.path("threads").asText(),
            ours.path("device").asText(),
            ours.path("ms").has("ranks")
                ? "; ours ranks the targets, of equal inputs at once, theirs lists the best 20"
                : "");
    return "# %s in turns: %s\n\n%s\n\n%s\n\n%s%s\nMedian ms of each part:\n\n%s"
        .formatted(
            title,
            name(ours),
            machine.description(),
            what,
            Results.table(
                List.of(
                    "program",
                    "runs",
                    "median ms",
                    "min ms",
                    "medians / ours",
                    "minima / ours",
                    "sessions/s",
                    "cpu ms",
                    "peak MiB",
                    "median of each run"),
                programs.stream().map(PassComparison::cells).toList()),
            hasFloor(ours) ? floor(ours) : "",
            splits());
  }

  /** Whether ceilings were measured and the model's work is counted. */
  private boolean hasFloor(JsonNode run) {
    return ceilings != null
        && run.path("device").asText().startsWith("cpu")
        && ModelWork.isCounted(run.path("model").asText());
  }

  /**
   * The yardstick ({@link ModelWork#stepFloor}): the network's products at the multiply-add rate,
   * then, of a step, Adam at full bandwidth.
   */
  private String floor(JsonNode run) {
    int batch = run.path("batch").intValue();
    int items = run.path("items").intValue();
    int hidden = run.path("hidden").intValue();
    ModelWork model = ModelWork.of(run.path("model").asText());
    Work network =
        isStep() ? model.gradient(batch, items, hidden) : model.forward(batch, items, hidden);
    double seconds =
        isStep()
            ? model.stepFloor(ceilings, batch, items, hidden)
            : ceilings.floor(network, Float.BYTES);
    double median =
        programs.stream()
            .filter(program -> program.program.equals(OURS))
            .mapToDouble(Program::median)
            .findFirst()
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "\nFloor %.2f ms (%.2f GFLOP at %.0f GFLOP/s%s): ours takes %.2f times that, and %.0f %% of"
            + " the multiply-add rate.\n",
        1e3 * seconds,
        network.flops() / 1e9,
        ceilings.gflops(),
        isStep()
            ? String.format(Locale.ROOT, ", Adam's bytes at %.1f GB/s", ceilings.memory())
            : "",
        median / (1e3 * seconds),
        100 * network.flops() / (median * 1e6) / ceilings.gflops());
  }

  private String splits() {
    Set<String> names = new LinkedHashSet<>();
    programs.forEach(program -> names.addAll(program.parts.keySet()));
    List<String> header = new ArrayList<>(List.of("program"));
    header.addAll(names);
    List<List<String>> rows = new ArrayList<>();
    for (Program program : programs) {
      List<String> row = new ArrayList<>(List.of(program.program));
      names.forEach(name -> row.add(number(program.parts.getOrDefault(name, Double.NaN))));
      rows.add(row);
    }
    return Results.table(header, rows);
  }

  private static List<String> cells(Program p) {
    return List.of(
        p.program,
        Integer.toString(p.medians.size()),
        number(p.median),
        number(p.min),
        number(p.medianRatio),
        number(p.minRatio),
        String.format(Locale.ROOT, "%.0f", 1e3 * p.pairs / p.median),
        number(p.cpu),
        Long.toString(p.peakResidentMiB),
        String.join(" ", p.medians.stream().map(PassComparison::number).toList()));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
