package io.sbr.cli.command;

import io.sbr.cli.launch.PeakMemory;
import io.sbr.cli.options.Origins;
import io.sbr.cli.report.Console;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.ShellCommand;
import io.sbr.data.Shown;
import io.sbr.models.blend.BlendWeights;
import io.sbr.models.counting.Baselines;
import io.sbr.models.eval.Evaluation;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.models.run.BlendFile;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
import io.sbr.models.train.LossRemark;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/**
 * The end of a training run: the model beside what counting reaches on the same examples, from the
 * same sessions.
 *
 * @param run folder
 * @param data what was learned from
 * @param settings all of them
 * @param origins where they come from
 * @param device what it was computed on
 * @param result how training ended, not stopped
 */
record TrainReport(
    Path run,
    Dataset data,
    TrainSettings settings,
    Origins origins,
    Device device,
    TrainResult result) {

  /** Measures the baselines and prints everything. */
  void print(Console console, double seconds) {
    Map<String, Metrics> rows = new LinkedHashMap<>();
    Map<String, ListMetrics> lists = new LinkedHashMap<>();
    if (result.test() != null) {
      String model = settings.title();
      rows.put(model, result.test());
      if (result.testApart() != null) {
        rows.putAll(result.testApart());
      }
      if (result.testLists() != null) {
        lists.put(model, result.testLists());
      }
      baselines()
          .forEach(
              (name, evaluation) -> {
                rows.putIfAbsent(name, evaluation.metrics(settings.ks()));
                evaluation.lists().ifPresent(own -> lists.putIfAbsent(name, own));
              });
    }
    PeakMemory memory = PeakMemory.now(); // with the baselines
    console.result(text(rows, lists, seconds, memory), object(rows, lists, seconds, memory));
  }

  private Map<String, Evaluation> baselines() {
    TrainingData cut = TrainingData.of(data, settings);
    return Baselines.evaluations(
        cut.learned().sessions(),
        cut.itemCount(),
        new Evaluator(cut.test(), settings.ks(), settings.ties()));
  }

  private String text(
      Map<String, Metrics> rows,
      Map<String, ListMetrics> lists,
      double seconds,
      PeakMemory memory) {
    StringBuilder text = new StringBuilder("\n");
    if (rows.isEmpty()) {
      text.append("no test examples, so nothing to compare\n");
    } else {
      text.append(caption()).append(MetricsTable.of(rows));
      text.append("\n").append(MetricsTable.ofLists(lists));
    }
    blend().ifPresent(weights -> text.append("\n").append(BlendTable.of(weights, blended())));
    remark().ifPresent(words -> text.append("\n").append(words).append("\n"));
    text.append(
        String.format(
            Locale.ROOT,
            "%n%.0f s, peak memory %.0f MiB%s%n",
            seconds,
            memory.totalMiB(),
            memory.launcherMiB() > 0
                ? String.format(Locale.ROOT, " (%.0f of it the launcher)", memory.launcherMiB())
                : ""));
    text.append("run: ").append(Shown.text(run.toString())).append("\n");
    text.append("go on: ")
        .append(ShellCommand.of("sbr", "recommend", "--run", run, "--items", sample()))
        .append('\n');
    return text.toString();
  }

  /** How much the neighbours count, if there are any. */
  private Optional<BlendWeights> blend() {
    return settings.blend().map(any -> BlendFile.read(new RunDirectory(run)));
  }

  private String blended() {
    return settings.blend().orElseThrow().name();
  }

  /** What is wrong with how it learned, if anything is. */
  private Optional<String> remark() {
    return LossRemark.of(result.history(), data.items().size());
  }

  private String caption() {
    int examples = new Examples(data.test(), settings.minPrefix()).count();
    return Shown.text(data.name())
        + ": "
        + examples
        + " test examples, in percent; protocol "
        + settings.protocol()
        + ", "
        + chosen()
        + MetricsTable.rule(settings.ties())
        + "\n";
  }

  /** How the model that is reported came about. */
  private String chosen() {
    int best = result.selectedEpoch() + 1;
    String length = best + (best == 1 ? " epoch" : " epochs");
    boolean onePass = settings.learning().isEmpty();
    return switch (settings.protocol()) {
      case HONEST ->
          onePass
              ? "learned in one pass"
              : settings.choosesEpoch()
                  ? "epoch " + best + " chosen on validation, test read once"
                  : length + " by plan, test read once";
      case PAPER ->
          onePass
              ? "learned in one pass"
              : "best on test: recall of epoch "
                  + (result.bestRecallEpoch() + 1)
                  + ", mrr of epoch "
                  + (result.bestMrrEpoch() + 1);
      case FINAL ->
          onePass
              ? "learned in one pass from all of train, test read once"
              : length
                  + (settings.choosesEpoch()
                      ? " chosen on validation, then trained on all of train, test read once"
                      : " by plan on all of train, test read once");
    };
  }

  /** The first clicks of the data, to try out: quoted as in CSV where an id has a comma. */
  private String sample() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < Math.min(2, data.train().length(0)); i++) {
      ids.add(data.items().id(data.train().item(0, i)));
    }
    return CSVFormat.DEFAULT.format(ids.toArray());
  }

  private Map<String, Object> object(
      Map<String, Metrics> rows,
      Map<String, ListMetrics> lists,
      double seconds,
      PeakMemory memory) {
    Map<String, Object> object = device.result("train");
    object.put("run", run.toString());
    object.put("data", DataIdentity.of(data));
    object.put("settings", settings);
    object.put("origins", origins.of(data.name(), settings));
    object.put("epochs", result.history());
    if (!result.finalEpochs().isEmpty()) {
      object.put("final_epochs", result.finalEpochs());
    }
    object.put("best_recall_epoch", result.bestRecallEpoch());
    object.put("best_mrr_epoch", result.bestMrrEpoch());
    object.put("selected_epoch", result.selectedEpoch());
    if (result.test() != null) {
      object.putAll(result.test().values());
    }
    if (result.testLists() != null) {
      object.putAll(result.testLists().values());
    }
    Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    rows.forEach((name, metrics) -> baselines.put(name, new LinkedHashMap<>(metrics.values())));
    lists.forEach((name, own) -> baselines.get(name).putAll(own.values()));
    baselines.remove(settings.title());
    if (result.testApart() != null) {
      Map<String, Map<String, Double>> apart = new LinkedHashMap<>();
      result.testApart().keySet().forEach(name -> apart.put(name, baselines.remove(name)));
      object.put("apart", apart);
    }
    blend().ifPresent(weights -> object.put("blend", weights));
    object.put("baselines", baselines);
    remark().ifPresent(words -> object.put("remark", words));
    object.put("seconds", seconds);
    object.put("train_seconds", trainSeconds());
    object.put("peak_memory_mib", memory.totalMiB());
    object.put("peak_memory_launcher_mib", memory.launcherMiB());
    return object;
  }

  private double trainSeconds() {
    return Stream.concat(
            result.history().stream().map(EpochRecord::seconds),
            result.finalEpochs().stream().map(FinalEpoch::seconds))
        .filter(s -> s != null)
        .mapToDouble(s -> s)
        .sum();
  }
}
