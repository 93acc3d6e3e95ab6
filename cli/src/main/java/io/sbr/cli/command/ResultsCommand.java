package io.sbr.cli.command;

import io.sbr.cli.options.CommonOptions;
import io.sbr.cli.options.DataOption;
import io.sbr.cli.options.Origins;
import io.sbr.cli.options.OutputOption;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.results.KnownRows;
import io.sbr.cli.results.MarkedFile;
import io.sbr.cli.results.ResultsReport;
import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.store.Datasets;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.run.DataIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sbr results}: runs as a table. */
@Command(
    name = "results",
    sortOptions = false,
    footer = {
      "",
      "Runs of one data set and protocol stand in one table; those that differ in nothing but the",
      "seed, or in where they stop, in one row. The parts by input clicks and popularity, the"
          + " tests",
      "and the counting baselines, counted over the sessions that the runs of the table have"
          + " learned",
      "from, need the data of the runs."
    })
public final class ResultsCommand implements Callable<Integer> {
  @ParentCommand private Program root;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "RUN", description = "run folders, finished or not", arity = "0..*")
  private List<Path> folders = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "a data set that is not where its runs found it; may be repeated")
  private List<String> data = List.of();

  @Option(
      names = "--reference",
      paramLabel = "ROW",
      defaultValue = "srgnn",
      description = "the row that all others are compared with; default ${DEFAULT-VALUE}")
  private String reference;

  @Option(
      names = "--experiments",
      paramLabel = "DIR",
      description = "a folder with rows.csv: rows in its order, published figures, what is missing")
  private Path experiments;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description =
          "write the tables into a file: replaces what stands between its lines "
              + MarkedFile.BEGIN
              + " and "
              + MarkedFile.END
              + ", which only a new or empty file may lack")
  private Path markdown;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "write learning curves as SVG into a folder, which is made if absent")
  private Path pictures;

  @Override
  public Integer call() throws IOException {
    common.check(root.arguments());
    if (folders.isEmpty() && experiments == null) {
      throw new UsageException("name runs, or --experiments DIR to see what there is to run");
    }
    folders.forEach(RunOption::check);
    data.forEach(DataOption::check);
    OutputOption.checkFile(markdown);
    if (markdown != null) {
      MarkedFile.check(markdown);
    }
    OutputOption.checkFolder(pictures);
    Console console = common.console(spec);
    KnownRows known = experiments == null ? KnownRows.NONE : KnownRows.of(experiments);
    Map<Path, StoredRun> runs = new LinkedHashMap<>();
    for (Path folder : folders) {
      runs.computeIfAbsent(folder.toRealPath(), place -> StoredRun.read(folder));
    }
    ResultsReport report =
        ResultsReport.of(
            List.copyOf(runs.values()),
            known,
            identity -> find(identity, runs, console),
            reference);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("command", "results");
    object.put("version", Program.version());
    object.put("tables", report.json());
    console.result(report.write(markdown, pictures), object);
    return 0;
  }

  /** The data set of this identity, wherever it is. */
  private Optional<Dataset> find(
      DataIdentity identity, Map<Path, StoredRun> runs, Console console) {
    Set<String> places = new LinkedHashSet<>(data);
    runs.values().stream()
        .filter(run -> run.info().data().sha256().equals(identity.sha256()))
        .map(run -> run.info().origins())
        .filter(origins -> origins.containsKey(Origins.DATA))
        .map(origins -> origins.get(Origins.DATA))
        .filter(place -> place.equals(Datasets.DEMO) || Files.isDirectory(Path.of(place)))
        .forEach(places::add);
    for (String place : places) {
      try {
        Dataset found = Datasets.load(place);
        if (DataIdentity.of(found).sha256().equals(identity.sha256())) {
          return Optional.of(found);
        }
      } catch (DataException e) {
        console.note(e.getMessage()); // another place may do, and without any there is a table
      }
    }
    console.note(identity.name() + ": its data are nowhere to be found; name them with --data");
    return Optional.empty();
  }
}
