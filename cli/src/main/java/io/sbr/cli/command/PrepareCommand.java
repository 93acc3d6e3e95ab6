package io.sbr.cli.command;

import io.sbr.cli.launch.Terminal;
import io.sbr.cli.options.CommonOptions;
import io.sbr.cli.options.InputOption;
import io.sbr.cli.options.LogOptions;
import io.sbr.cli.options.PrepareOptions;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.ReadingProgress;
import io.sbr.cli.report.Table;
import io.sbr.data.Dataset;
import io.sbr.data.ShellCommand;
import io.sbr.data.Shown;
import io.sbr.data.exchange.ExportForm;
import io.sbr.data.exchange.RecboleBenchmark;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Prepared;
import io.sbr.data.prepare.Setting;
import io.sbr.data.prepare.Settings;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import io.sbr.data.store.DatasetInfo;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.NewFolder;
import io.sbr.data.store.Origin;
import java.nio.file.Path;
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
  /** Settings of parts that others have divided. */
  private static final Settings UNDIVIDED = Settings.of("split=none");

  private final Prepare.Reading reading;

  @ParentCommand private Program root;
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = LogLook.AUTO,
      description = "of the log, see below; default auto: told from its first rows")
  private String format;

  @Option(
      names = "--in",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description =
          "one or more files, read in this order as one log; gzip, zip, bzip2, xz, zstd are"
              + " recognised")
  private List<Path> inputs;

  @Option(names = "--out", paramLabel = "DIR", description = "folder to make")
  private Path out;

  @Option(
      names = "--dry-run",
      description = "look at the first rows, say what they are taken for, and stop there")
  private boolean dryRun;

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
      names = "--export",
      paramLabel = "FORM=DIR",
      description =
          "write the data set for another program, too, into a folder to make; forms below")
  private Map<String, Path> exports = new LinkedHashMap<>();

  @Mixin private LogOptions log;

  /** Reads the log in this process. */
  public PrepareCommand() {
    this(Prepare.ALONE);
  }

  /**
   * Reads the log in a way of its own.
   *
   * @param reading makes sessions of the log
   */
  public PrepareCommand(Prepare.Reading reading) {
    this.reading = reading;
  }

  @Override
  public Integer call() {
    common.check(root.arguments());
    Console console = common.console(spec);
    inputs.forEach(InputOption::check);
    if (!dryRun) {
      checkOut();
    }
    if (format.equals(RecboleBenchmark.FORMAT)) {
      return readParts(console);
    }
    Choices choices = log.choices();
    Look look = Formats.look(format, inputs, choices);
    PrepareRequest request = request(look, choices);
    checkExports(request.settings());
    if (dryRun) {
      console.result(lookText(look, request), lookObject(look, request));
      return 0;
    }
    console.notes(lookText(look, request));
    Prepared prepared;
    try (ReadingProgress progress = new ReadingProgress(console, Terminal.isErrorTerminal())) {
      prepared = Prepare.run(request, look, reading, progress::at);
    }
    DatasetInfo info = DatasetWriter.write(prepared.dataset(), origin(request, prepared), out);
    writeExports(prepared.dataset(), request.settings());
    console.result(text(info, prepared.notes(), look), object(info, prepared.notes(), look));
    return 0;
  }

  /** Parts that RecBole was given, as they are. */
  private int readParts(Console console) {
    if (dryRun || recipe != null || !PrepareOptions.given(spec).isEmpty()) {
      throw new UsageException(
          "--format "
              + RecboleBenchmark.FORMAT
              + " takes the parts as they are: no --dry-run, --recipe or setting of a recipe");
    }
    checkExports(UNDIVIDED);
    Dataset data = RecboleBenchmark.read(inputs, called());
    Origin origin =
        new Origin(
            Map.of("format", RecboleBenchmark.FORMAT),
            inputs.stream().map(Origin.SourceFile::of).toList(),
            Map.of(),
            Map.of(),
            Map.of());
    DatasetInfo info = DatasetWriter.write(data, origin, out);
    writeExports(data, UNDIVIDED);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("command", "prepare");
    object.put("version", Program.version());
    object.put("out", out.toString());
    object.put("dataset", info);
    putExports(object);
    console.result(
        "%d train and %d test sessions, %d items\n%s"
            .formatted(data.train().count(), data.test().count(), data.items().size(), goOn()),
        object);
    return 0;
  }

  private void checkExports(Settings settings) {
    exports.forEach((form, folder) -> ExportForm.named(form).check(settings, folder));
  }

  private void writeExports(Dataset data, Settings settings) {
    exports.forEach((form, folder) -> ExportForm.named(form).write(data, settings, folder));
  }

  private void checkOut() {
    if (out == null) {
      throw new UsageException("--out must name a folder to make; --dry-run needs none");
    }
    if (out.toAbsolutePath().normalize().getFileName() == null) {
      throw new UsageException("--out must name a folder to make, not " + out);
    }
    NewFolder.refuseUsed(out);
  }

  private PrepareRequest request(Look look, Choices choices) {
    PrepareRequest request = PrepareRequest.of(look, choices, inputs, called());
    if (recipe != null) {
      request = request.withRecipe(recipe);
    }
    for (Map.Entry<Setting, String> setting : PrepareOptions.given(spec).entrySet()) {
      request = request.with(setting.getKey(), setting.getValue());
    }
    return request;
  }

  private String called() {
    if (name != null) {
      return name;
    }
    return out == null ? "log" : out.toAbsolutePath().normalize().getFileName().toString();
  }

  /** What the log is taken for, and how it would be prepared. */
  static String lookText(Look look, PrepareRequest request) {
    return String.join("\n", look.lines())
        + "\nrecipe %s: %s\n".formatted(request.recipe().name(), request.recipe().description());
  }

  private static Map<String, Object> lookObject(Look look, PrepareRequest request) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("command", "prepare");
    object.put("version", Program.version());
    object.put("dry_run", true);
    object.put("reading", look.object());
    object.put("recipe", request.recipe().name());
    return object;
  }

  /** How the data set came about. */
  static Origin origin(PrepareRequest request, Prepared prepared) {
    return new Origin(
        prepared.provenance(),
        request.inputs().stream().map(Origin.SourceFile::of).toList(),
        prepared.filters(),
        prepared.counts(),
        prepared.dropped());
  }

  private String text(DatasetInfo info, List<String> notes, Look look) {
    Origin origin = info.origin();
    Table settings = new Table(3, List.of("setting", "value", "from"));
    origin
        .filters()
        .forEach((key, value) -> settings.row(List.of(key, value, from(key, look, origin))));
    Table counts = new Table(1, List.of("", "kept"));
    origin.counts().forEach((key, value) -> counts.row(List.of(key, value.toString())));
    Table dropped = new Table(1, List.of("", "dropped"));
    origin.dropped().forEach((key, value) -> dropped.row(List.of(key, value.toString())));
    String said = notes.stream().map(note -> "* " + note + "\n").collect(Collectors.joining());
    return settings + "\n" + said + "\n" + counts + "\n" + dropped + "\n" + goOn();
  }

  private String goOn() {
    return "data set: "
        + Shown.text(out.toString())
        + exports.entrySet().stream()
            .map(e -> "\n%s: %s".formatted(e.getKey(), Shown.text(e.getValue().toString())))
            .collect(Collectors.joining())
        + "\ngo on: "
        + ShellCommand.of("sbr", "train", "--data", out)
        + "\n";
  }

  /** Where the value of a setting comes from. */
  private String from(String key, Look look, Origin origin) {
    if (key.equals(Setting.ORDER.label()) && !look.hasTimes()) {
      return "no time column";
    }
    return PrepareOptions.given(spec).containsKey(Setting.named(key))
        ? root.arguments().origin("--" + key)
        : "recipe " + origin.provenance().get("recipe");
  }

  private Map<String, Object> object(DatasetInfo info, List<String> notes, Look look) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("command", "prepare");
    object.put("version", Program.version());
    object.put("out", out.toString());
    object.put("reading", look.object());
    object.put("notes", notes);
    object.put("dataset", info);
    putExports(object);
    return object;
  }

  private void putExports(Map<String, Object> object) {
    if (!exports.isEmpty()) {
      Map<String, String> folders = new LinkedHashMap<>();
      exports.forEach((form, folder) -> folders.put(form, folder.toString()));
      object.put("exports", folders);
    }
  }
}
