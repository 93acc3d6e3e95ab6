package io.sbr.cli.command;

import io.sbr.cli.launch.PeakMemory;
import io.sbr.cli.launch.Terminal;
import io.sbr.cli.options.DataOption;
import io.sbr.cli.options.Ks;
import io.sbr.cli.options.OutputOption;
import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.TrainProgress;
import io.sbr.data.Dataset;
import io.sbr.data.Shown;
import io.sbr.data.store.Datasets;
import io.sbr.models.pipeline.RunEvaluation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.run.RanksFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sbr evaluate}: measures a run on the test part of any data set. */
@Command(name = "evaluate", sortOptions = false)
public final class EvaluateCommand extends ComputeCommand {
  @Option(names = "--run", paramLabel = "DIR", required = true, description = "the run to measure")
  private Path folder;

  @Option(
      names = "--data",
      paramLabel = "demo|DIR",
      description = "the data to measure on; default those the run has learned from")
  private String data;

  @Option(
      names = "--k",
      paramLabel = "K",
      split = ",",
      defaultValue = "5,10,20",
      description = "depths of the metrics; default ${DEFAULT-VALUE}")
  private List<Integer> ks;

  @Option(
      names = "--ranks",
      paramLabel = "FILE",
      description =
          "keep the rank of every target, in order, for sbr results; a run older than that lacks"
              + " its ranks.csv.gz")
  private Path ranks;

  @Override
  protected void check() {
    Ks.check("--k", ks);
    RunOption.check(folder);
    OutputOption.checkFile(ranks);
    if (data != null) {
      DataOption.check(data);
    }
  }

  @Override
  protected Optional<String> modelWithoutBackend() {
    return withoutBackend(folder);
  }

  @Override
  protected int run(Console console) throws IOException {
    String source = data == null ? RunOption.data(folder) : data;
    DataOption.check(source);
    Dataset dataset = Datasets.load(source);
    List<Integer> depths = ks.stream().sorted().distinct().toList();
    long begin = System.nanoTime();
    try (Device device = device(console);
        SessionRecommender run = SessionRecommender.load(folder, device.backend())) {
      if (ranks != null) {
        checkOwn(dataset, run);
      }
      RunEvaluation evaluation = evaluate(run, dataset, depths, console, device);
      if (ranks != null) {
        new RanksFile(run.epoch(), evaluation.ranks()).write(ranks);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      String model = run.info().settings().model().name();
      Map<String, Object> object = device.result("evaluate");
      object.put("run", folder.toString());
      object.put("data", dataset.name());
      object.put("model", model);
      object.putAll(evaluation.metrics().values());
      object.put("examples", evaluation.examples());
      object.put("unknown_targets", evaluation.unknownTargets());
      object.put("dropped_clicks", evaluation.droppedClicks());
      object.put("skipped_examples", evaluation.skipped());
      object.put("seconds", seconds);
      object.put("peak_memory_mib", PeakMemory.now().totalMiB());
      console.result(text(dataset.name(), model, evaluation), object);
    }
    return 0;
  }

  /** On other data, examples with unknown targets have no rank, and the order would not say so. */
  private void checkOwn(Dataset dataset, SessionRecommender run) {
    if (!DataIdentity.of(dataset).sha256().equals(run.info().data().sha256())) {
      throw new UsageException(
          "--ranks are of the data that a run has learned from, and "
              + dataset.name()
              + " is not what "
              + folder
              + " has");
    }
  }

  private static RunEvaluation evaluate(
      SessionRecommender run,
      Dataset dataset,
      List<Integer> depths,
      Console console,
      Device device) {
    AtomicBoolean begun = new AtomicBoolean();
    try (TrainProgress progress =
        TrainProgress.on(
            console, Terminal.isErrorTerminal(), Terminal.width(), TrainProgress.NOTHING)) {
      device.onNotice(progress::message);
      return RunEvaluation.of(
          run,
          dataset,
          depths,
          (done, total) -> {
            if (begun.compareAndSet(false, true)) {
              device.announce(console);
            }
            progress.evaluating("test", done, total);
            return true;
          });
    }
  }

  private static String text(String name, String model, RunEvaluation evaluation) {
    return "%s: %d test examples, in percent\n%s"
            .formatted(
                Shown.text(name),
                evaluation.examples(),
                MetricsTable.of(Map.of(model, evaluation.metrics())))
        + "clicks on items the run does not know, dropped: %d\n"
            .formatted(evaluation.droppedClicks())
        + "targets the run does not know, counted as misses: %d\n"
            .formatted(evaluation.unknownTargets())
        + (evaluation.skipped() > 0
            ? "examples with too few known clicks, left out: %d\n".formatted(evaluation.skipped())
            : "");
  }
}
