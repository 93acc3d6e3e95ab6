package io.sbr.cli.results;

import io.sbr.cli.report.OptionValues;
import io.sbr.models.Models;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.study.Outcome;
import io.sbr.models.study.Spread;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
import io.sbr.models.train.TrainSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of a table: runs that differ in nothing but their seed and where they stop, or one counting
 * baseline.
 *
 * @param name of its settings file, else of its model
 * @param runs that it is made of, by seed: finished ones, or unfinished ones if there are no
 *     others; none for a baseline
 * @param unfinished runs beside them that have not ended
 * @param recall Recall@20 of the runs, in percent
 * @param mrr MRR@20
 * @param lists what each of the runs recommends, as far as they were kept
 * @param outcome of each example, as far as ranks were kept
 * @param parts of a blend: the same of each part, by its name
 */
record ResultRow(
    String name,
    List<StoredRun> runs,
    int unfinished,
    Spread recall,
    Spread mrr,
    List<ListMetrics> lists,
    Outcome outcome,
    Map<String, Outcome> parts) {
  private static final String FILE_ORIGIN = "file ";
  private static final String ENDING = ".properties";

  /** Settings that make no other row: they say when to stop, or how often to look. */
  private static final Set<String> NOT_DEFINING =
      Set.of(
          "seed",
          "epochs",
          "patience",
          "protocol",
          "checkpoint-every",
          "loss-every",
          "k",
          "validation",
          "validation-gap",
          TrainSettings.TIES);

  /** A row of runs; {@code examples} is how many ranks each must have. */
  static ResultRow of(List<StoredRun> all, int examples) {
    List<StoredRun> finished = all.stream().filter(StoredRun::finished).toList();
    List<StoredRun> runs = finished.isEmpty() ? all : finished;
    return new ResultRow(
        name(runs.get(0)),
        runs,
        all.size() - runs.size(),
        spread(runs, metrics -> metrics.recall(TrainSettings.SELECTION_K)),
        spread(runs, metrics -> metrics.mrr(TrainSettings.SELECTION_K)),
        runs.stream().map(StoredRun::testLists).filter(Objects::nonNull).toList(),
        Outcome.of(
            ranks(runs, StoredRun::recallRanks, examples),
            ranks(runs, StoredRun::mrrRanks, examples)),
        parts(runs, examples));
  }

  private static Map<String, Outcome> parts(List<StoredRun> runs, int examples) {
    Map<String, Outcome> parts = new LinkedHashMap<>();
    for (String part : runs.get(0).partRanks().keySet()) {
      List<int[]> ranks =
          ranks(runs, run -> Optional.ofNullable(run.partRanks().get(part)), examples);
      parts.put(part, Outcome.of(ranks, ranks));
    }
    return parts;
  }

  /** A row of a baseline. */
  static ResultRow of(String name, Evaluation evaluation) {
    Metrics metrics = evaluation.metrics(List.of(TrainSettings.SELECTION_K));
    List<int[]> ranks = List.of(evaluation.ranks());
    return new ResultRow(
        name,
        List.of(),
        0,
        Spread.of(metrics.recall(TrainSettings.SELECTION_K)),
        Spread.of(metrics.mrr(TrainSettings.SELECTION_K)),
        evaluation.lists().stream().toList(),
        Outcome.of(ranks, ranks),
        Map.of());
  }

  private static Spread spread(List<StoredRun> runs, ToDoubleFunction<Metrics> figure) {
    return Spread.of(
        runs.stream().map(StoredRun::test).filter(Objects::nonNull).mapToDouble(figure).toArray());
  }

  /** Of all runs or of none. */
  private static List<int[]> ranks(
      List<StoredRun> runs, Function<StoredRun, Optional<int[]>> which, int examples) {
    List<int[]> ranks = runs.stream().map(which).flatMap(Optional::stream).toList();
    boolean all = ranks.size() == runs.size() && ranks.stream().allMatch(r -> r.length == examples);
    return all ? ranks : List.of();
  }

  private static String name(StoredRun run) {
    String origin = run.info().origins().getOrDefault("model", "");
    if (!origin.startsWith(FILE_ORIGIN) || !origin.endsWith(ENDING)) {
      return run.info().settings().title();
    }
    return file(origin) + blend(run, origin);
  }

  /** What is blended in, where the model's own file does not say. */
  private static String blend(StoredRun run, String origin) {
    return run.info()
        .settings()
        .blend()
        .filter(any -> !origin.equals(run.info().origins().get(TrainSettings.BLEND)))
        .map(method -> "+" + method.name())
        .orElse("");
  }

  private static String file(String origin) {
    String file = origin.substring(origin.replace('\\', '/').lastIndexOf('/') + 1);
    return file.startsWith(FILE_ORIGIN)
        ? file.substring(FILE_ORIGIN.length(), file.length() - ENDING.length())
        : file.substring(0, file.length() - ENDING.length());
  }

  /** The settings that make a row what it is, by option. */
  static Map<String, String> defining(TrainSettings settings) {
    Map<String, String> values = OptionValues.of(settings);
    values.keySet().removeAll(NOT_DEFINING);
    return values;
  }

  /** Those of them that are not the model's defaults; empty for a baseline. */
  Map<String, String> differing() {
    Map<String, String> differing = new LinkedHashMap<>();
    if (!isBaseline()) {
      TrainSettings settings = runs.get(0).info().settings();
      Map<String, String> defaults = defining(TrainSettings.DEFAULT);
      defaults.putAll(OptionValues.of(Models.settings(settings.model().name())));
      defining(settings)
          .forEach(
              (name, value) -> {
                if (!value.equals(defaults.get(name))) {
                  differing.put(name, value);
                }
              });
      differing.remove("model");
    }
    return differing;
  }

  /** Of a blend: its parts by name, with Recall@20 / MRR@20 of each by itself. */
  Map<String, String> apart() {
    Map<String, String> apart = new LinkedHashMap<>();
    runs.stream()
        .map(run -> run.history().testApart())
        .filter(Objects::nonNull)
        .flatMap(parts -> parts.keySet().stream())
        .distinct()
        .forEach(part -> apart.put(part, apart(part)));
    return apart;
  }

  private String apart(String part) {
    List<Metrics> figures =
        runs.stream()
            .map(run -> run.history().testApart())
            .filter(Objects::nonNull)
            .map(parts -> parts.get(part))
            .filter(Objects::nonNull)
            .toList();
    int k = TrainSettings.SELECTION_K;
    return Words.spread(Spread.of(figures.stream().mapToDouble(m -> m.recall(k)).toArray()))
        + " / "
        + Words.spread(Spread.of(figures.stream().mapToDouble(m -> m.mrr(k)).toArray()));
  }

  /** The same under a name that tells it from another of its name. */
  ResultRow namedByItsSettings() {
    String longer =
        differing().entrySet().stream()
            .map(setting -> " " + setting.getKey() + " " + setting.getValue())
            .collect(Collectors.joining(",", name, ""));
    return new ResultRow(longer, runs, unfinished, recall, mrr, lists, outcome, parts);
  }

  /** A figure of what its runs recommend, at depth 20; of no runs where none has kept it. */
  Spread lists(ToDoubleBiFunction<ListMetrics, Integer> figure) {
    return Spread.of(
        lists.stream()
            .mapToDouble(own -> figure.applyAsDouble(own, TrainSettings.SELECTION_K))
            .toArray());
  }

  boolean isBaseline() {
    return runs.isEmpty();
  }

  /** Whether its runs have ended. */
  boolean isFinished() {
    return runs.stream().allMatch(StoredRun::finished);
  }

  /** Median wall time of an epoch, seconds; NaN where unknown. */
  double seconds() {
    return median(EpochRecord::seconds, FinalEpoch::seconds);
  }

  /** Median processor time of an epoch, seconds; NaN where unknown. */
  double cpuSeconds() {
    return median(EpochRecord::cpuSeconds, FinalEpoch::cpuSeconds);
  }

  /** Of epochs that were compared, and of those on all of train alone. */
  private double median(Function<EpochRecord, Double> time, Function<FinalEpoch, Double> anew) {
    double[] times =
        runs.stream()
            .flatMap(
                run ->
                    Stream.concat(
                        run.epochs().stream().map(time), run.finalEpochs().stream().map(anew)))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    int n = times.length;
    return n == 0 ? Double.NaN : (times[(n - 1) / 2] + times[n / 2]) / 2;
  }

  /** Most memory that any run had, MiB; NaN where unknown. */
  double peakMiB() {
    double[] peaks =
        runs.stream()
            .map(StoredRun::peakMiB)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return Arrays.stream(peaks).max().orElse(Double.NaN);
  }
}
