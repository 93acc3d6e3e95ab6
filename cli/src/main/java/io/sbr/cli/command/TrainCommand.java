package io.sbr.cli.command;

import io.sbr.cli.launch.StopSignal;
import io.sbr.cli.launch.Terminal;
import io.sbr.cli.options.DataOption;
import io.sbr.cli.options.Failures;
import io.sbr.cli.options.ModelOptions;
import io.sbr.cli.options.Origins;
import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.TrainOptions;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.TrainProgress;
import io.sbr.data.Dataset;
import io.sbr.data.ShellCommand;
import io.sbr.data.store.Datasets;
import io.sbr.models.algorithm.Algorithm;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sbr train}: learns from a data set into a run folder, and compares with counting. */
@Command(
    name = "train",
    sortOptions = false,
    footer = {
      "",
      "A killed run goes on with --run DIR --resume, to the same bits as if never killed."
    })
public final class TrainCommand extends ComputeCommand {
  /** What the built-in data need to converge; more epochs change nothing. */
  private static final int DEMO_EPOCHS = 8;

  /** Steps between looks at the loss where each look stalls a device. */
  private static final int ASYNCHRONOUS_LOSS = 50;

  @Option(
      names = "--data",
      paramLabel = "demo|DIR|LOG",
      description =
          "the built-in data set (default), a folder with train.txt and test.txt, or a click log,"
              + " which is prepared first, as sbr prepare does without further options, in"
              + " ~/.cache/sbr")
  private String data;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "where the run is kept; default runs/<time>, never overwritten")
  private Path folder;

  @Option(names = "--resume", description = "go on with the run in --run")
  private boolean resume;

  @Mixin private TrainOptions options;

  private final Function<ModelKind, Algorithm> algorithms;

  /** The settings, but for the number of epochs. */
  private TrainSettings planned;

  /** Learns in this process. */
  public TrainCommand() {
    this(Algorithms::of);
  }

  /**
   * Learns in a way of its own.
   *
   * @param algorithms what learns a model of each kind; refuses kinds by a {@link UsageException}
   */
  public TrainCommand(Function<ModelKind, Algorithm> algorithms) {
    this.algorithms = algorithms;
  }

  @Override
  protected void check() {
    if (data != null) {
      DataOption.checkOrLog(data);
    }
    if (resume && folder == null) {
      throw new UsageException("--resume needs --run DIR, the run to go on with");
    }
    if (folder == null) {
      planned = newRun();
      algorithms.apply(planned.model().kind());
      return;
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(folder + " is a file, not a folder for a run");
    }
    boolean begun = Files.exists(new RunDirectory(folder).runFile());
    if (resume && !begun && data == null) {
      throw new UsageException(
          folder + " is not a run: it has no run.json (to begin one there, name its --data)");
    }
    if (!resume && begun) {
      throw new UsageException(
          folder
              + " holds a run, which is not overwritten: add --resume, or choose another folder");
    }
    planned = options.over(base(begun(folder)), OptionalInt.empty(), ModelOptions.given(spec()));
    algorithms.apply(planned.model().kind());
  }

  @Override
  protected Optional<String> modelWithoutBackend() {
    return withoutBackend(planned.model());
  }

  /** The settings of a run that begins now. */
  public TrainSettings newRun() {
    return options.over(TrainSettings.DEFAULT, OptionalInt.empty(), ModelOptions.given(spec()));
  }

  private Optional<RunInfo> begun(Path run) {
    return resume ? RunDirectory.info(run) : Optional.empty();
  }

  private static TrainSettings base(Optional<RunInfo> begun) {
    return begun.map(RunInfo::settings).orElse(TrainSettings.DEFAULT);
  }

  @Override
  protected int run(Console console) {
    long begin = System.nanoTime();
    Path run = folder == null ? newFolder() : folder;
    Optional<RunInfo> begun = begun(run);
    String named = source(begun);
    DataOption.checkOrLog(named);
    String source =
        DataOption.isLog(named) ? CachedLog.folder(Path.of(named), console).toString() : named;
    TrainSettings base = base(begun);
    boolean demo = begun.isEmpty() && source.equals(Datasets.DEMO);
    OptionalInt epochs = demo ? OptionalInt.of(DEMO_EPOCHS) : OptionalInt.empty();
    TrainSettings asked = options.over(base, epochs, ModelOptions.given(spec()));
    Origins origins = new Origins(spec(), arguments(), begun.isPresent() ? "run" : "default");
    Dataset dataset = Datasets.load(source);
    TrainSettings wanted =
        begun.isEmpty() && !options.batchesAsTold() ? asked.withBatchesFor(dataset) : asked;
    try (Device device = device(console)) {
      boolean free = begun.isEmpty() && !options.looksAtLossAsTold();
      boolean stalls = device.backend().map(Backend::asynchronous).orElse(false);
      TrainSettings settings =
          (free && stalls ? wanted.withLossEvery(ASYNCHRONOUS_LOSS) : wanted).on(dataset);
      Runnable banner =
          () -> {
            device.announce(console);
            console.note("run: " + run);
            origins.print(console, source, settings);
          };
      TrainResult result;
      try (TrainProgress progress =
              TrainProgress.on(console, Terminal.isErrorTerminal(), Terminal.width(), banner);
          StopSignal stop = new StopSignal()) {
        device.onNotice(progress::message);
        result =
            TrainingRun.train(
                run,
                resume,
                dataset,
                settings,
                origins.of(DataOption.place(source), settings),
                algorithms.apply(settings.model().kind()),
                device.backend(),
                progress,
                stop);
        if (result.stopped()) { // said before the signal may end this JVM
          progress.message(
              "stopped and saved; go on with: "
                  + ShellCommand.of("sbr", "train", "--run", run, "--resume"));
          return Failures.FAILED;
        }
      }
      TrainReport report = new TrainReport(run, dataset, settings, origins, device, result);
      report.print(console, (System.nanoTime() - begin) / 1e9);
      return 0;
    }
  }

  private static Path newFolder() {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
    Path folder = Path.of("runs", time);
    for (int i = 2; Files.exists(folder); i++) {
      folder = Path.of("runs", time + "-" + i);
    }
    return folder;
  }

  private String source(Optional<RunInfo> begun) {
    if (data != null) {
      return data;
    }
    return begun.isPresent() ? RunOption.data(folder) : Datasets.DEMO;
  }
}
