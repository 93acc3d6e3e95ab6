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
import io.sbr.data.store.Datasets;
import io.sbr.models.pipeline.Latency;
import io.sbr.models.pipeline.RunEvaluation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.run.RanksFile;
import io.sbr.tensor.Ties;
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
  /** Requests between two signs of life, which take time themselves. */
  private static final int REQUESTS_A_LOOK = 1000;

  private static final int MOST_REQUESTS = 10_000_000;

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
      names = "--ties",
      paramLabel = "ordered|conservative",
      description =
          "where a target stands among items of its very score: by the model's order of the"
              + " catalogue, or behind all of them; default the rule that the run was trained with")
  private Ties ties;

  @Option(
      names = "--latency",
      paramLabel = "N",
      description =
          "afterwards time N single requests, one after another from one thread, 20 items each:"
              + " prefixes of the test sessions in a random order, after a warm-up")
  private Integer latency;

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
    if (latency != null && (latency < 1 || latency > MOST_REQUESTS)) {
      throw new UsageException(
          "--latency must be between 1 and " + MOST_REQUESTS + ", not " + latency);
    }
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
      Ties own = run.info().settings().ties();
      if (ranks != null) {
        checkOwn(dataset, run);
        checkRule(own);
      }
      Measured measured = measure(run, dataset, depths, ties == null ? own : ties, console, device);
      if (ranks != null) {
        new RanksFile(run.epoch(), measured.evaluation().ranks()).write(ranks);
      }
      Map<String, Object> object = device.result("evaluate");
      object.put("run", folder.toString());
      object.put("data", dataset.name());
      object.put("model", run.info().settings().title());
      object.putAll(measured.json());
      object.put("seconds", (System.nanoTime() - begin) / 1e9);
      object.put("peak_memory_mib", PeakMemory.now().totalMiB());
      console.result(measured.text(dataset.name(), run.info().settings().title()), object);
    }
    return 0;
  }

  /** What a run keeps are ranks by its own rule. */
  private void checkRule(Ties own) {
    if (ties != null && ties != own) {
      throw new UsageException(
          "--ranks are kept by the rule of the run, ties " + own + "; leave --ties out");
    }
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

  private Measured measure(
      SessionRecommender run,
      Dataset dataset,
      List<Integer> depths,
      Ties rule,
      Console console,
      Device device) {
    AtomicBoolean begun = new AtomicBoolean();
    try (TrainProgress progress =
        TrainProgress.on(
            console, Terminal.isErrorTerminal(), Terminal.width(), TrainProgress.NOTHING)) {
      device.onNotice(progress::message);
      RunEvaluation evaluation =
          RunEvaluation.of(
              run,
              dataset,
              depths,
              rule,
              (done, total) -> {
                if (begun.compareAndSet(false, true)) {
                  device.announce(console);
                }
                progress.evaluating("test", done, total);
                return true;
              });
      if (evaluation.lists().isEmpty()) {
        progress.message(
            "coverage, popularity and gini are left out: the run, begun by an older sbr, does not"
                + " say how often items were clicked; resume it once, which trains no more than is"
                + " left");
      }
      return new Measured(evaluation, rule, latency(run, dataset, progress));
    }
  }

  private Optional<Latency> latency(SessionRecommender run, Dataset dataset, TrainProgress shown) {
    return latency == null
        ? Optional.empty()
        : Optional.of(
            Latency.of(
                run,
                dataset,
                latency,
                (done, total) -> {
                  if (done % REQUESTS_A_LOOK == 0 || done == total) {
                    shown.evaluating("requests", done, total);
                  }
                  return true;
                }));
  }
}
