package io.sbr.cli.command;

import io.sbr.cli.launch.Terminal;
import io.sbr.cli.options.CommonOptions;
import io.sbr.cli.options.InputOption;
import io.sbr.cli.options.PrepareOptions;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.ReadingProgress;
import io.sbr.cli.report.Table;
import io.sbr.data.ShellCommand;
import io.sbr.data.Shown;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Prepared;
import io.sbr.data.prepare.Setting;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.store.DatasetInfo;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.Origin;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sbr prepare}: from a click log to a data set. */
@Command(name = "prepare", sortOptions = false, sortSynopsis = false)
public final class PrepareCommand implements Callable<Integer> {
  @ParentCommand private Program root;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      required = true,
      description = "of the log, see below")
  private String format;

  @Option(
      names = "--in",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description = "one or more files, read in this order as one log; gzip is recognised")
  private List<Path> inputs;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder to make")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "of the data set; default that of the folder")
  private String name;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "one of the format's; default its first")
  private String recipe;

  @Option(
      names = "--columns",
      paramLabel = "COLUMN=HEADER",
      split = ",",
      description =
          "which columns of a csv, tsv, recbole or appusage file hold session, user, item, time,"
              + " day, event")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--time-format",
      paramLabel = "FORM",
      defaultValue = "auto",
      description =
          "how such a file writes times: auto, seconds, millis, micros, nanos, text, or a pattern"
              + " such as 'dd/MM/yyyy HH:mm'; with :any-year at its end, years need not be 1990"
              + " to 2100")
  private String timeFormat;

  @Override
  public Integer call() {
    common.check(root.arguments());
    Console console = common.console(spec);
    PrepareRequest request = request();
    DatasetWriter.refuseUsed(out);
    Prepared prepared;
    try (ReadingProgress reading = new ReadingProgress(console, Terminal.isErrorTerminal())) {
      prepared = Prepare.run(request, reading::at);
    }
    DatasetInfo info = DatasetWriter.write(prepared.dataset(), origin(request, prepared), out);
    console.result(text(info, prepared.notes()), object(info, prepared.notes()));
    return 0;
  }

  private PrepareRequest request() {
    inputs.forEach(InputOption::check);
    Path place = out.toAbsolutePath().normalize().getFileName();
    if (place == null) {
      throw new UsageException("--out must name a folder to make, not " + out);
    }
    PrepareRequest request =
        PrepareRequest.of(Formats.named(format), inputs, name == null ? place.toString() : name)
            .withColumns(columns(), TimeFormat.named(timeFormat));
    if (recipe != null) {
      request = request.withRecipe(recipe);
    }
    for (Map.Entry<Setting, String> setting : PrepareOptions.given(spec).entrySet()) {
      request = request.with(setting.getKey(), setting.getValue());
    }
    return request;
  }

  private Map<Column, String> columns() {
    Map<Column, String> chosen = new EnumMap<>(Column.class);
    columns.forEach(
        (column, header) -> {
          for (Column known : Column.values()) {
            if (known.label().equals(column)) {
              chosen.put(known, header);
              return;
            }
          }
          throw new UsageException(
              "--columns: no column '"
                  + column
                  + "'; there are "
                  + Arrays.stream(Column.values())
                      .map(Column::label)
                      .collect(Collectors.joining(", ")));
        });
    return chosen;
  }

  private static Origin origin(PrepareRequest request, Prepared prepared) {
    return new Origin(
        prepared.provenance(),
        request.inputs().stream().map(Origin.SourceFile::of).toList(),
        prepared.filters(),
        prepared.counts(),
        prepared.dropped());
  }

  private String text(DatasetInfo info, List<String> notes) {
    Origin origin = info.origin();
    Table settings = new Table(3, List.of("setting", "value", "from"));
    Map<Setting, String> given = PrepareOptions.given(spec);
    origin
        .filters()
        .forEach(
            (key, value) ->
                settings.row(
                    List.of(
                        key,
                        value,
                        given.containsKey(Setting.named(key))
                            ? root.arguments().origin("--" + key)
                            : "recipe " + origin.provenance().get("recipe"))));
    Table counts = new Table(1, List.of("", "kept"));
    origin.counts().forEach((key, value) -> counts.row(List.of(key, value.toString())));
    Table dropped = new Table(1, List.of("", "dropped"));
    origin.dropped().forEach((key, value) -> dropped.row(List.of(key, value.toString())));
    String said = notes.stream().map(note -> "* " + note + "\n").collect(Collectors.joining());
    return settings
        + "\n"
        + said
        + "\n"
        + counts
        + "\n"
        + dropped
        + "\n"
        + "data set: "
        + Shown.text(out.toString())
        + "\ngo on: "
        + ShellCommand.of("sbr", "train", "--data", out)
        + "\n";
  }

  private Map<String, Object> object(DatasetInfo info, List<String> notes) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("command", "prepare");
    object.put("version", Program.version());
    object.put("out", out.toString());
    object.put("notes", notes);
    object.put("dataset", info);
    return object;
  }
}
