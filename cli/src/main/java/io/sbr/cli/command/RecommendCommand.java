package io.sbr.cli.command;

import io.sbr.cli.ask.AnswerStream;
import io.sbr.cli.ask.CatalogueOptions;
import io.sbr.cli.ask.ClickOptions;
import io.sbr.cli.ask.Remarks;
import io.sbr.cli.ask.SessionLines;
import io.sbr.cli.launch.Terminal;
import io.sbr.cli.options.Ks;
import io.sbr.cli.options.OutputOption;
import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.Table;
import io.sbr.data.Shown;
import io.sbr.models.ask.AnswerJson;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.Recommendation.Item;
import io.sbr.models.pipeline.SessionRecommender;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sbr recommend}: what a visitor will click next. */
@Command(name = "recommend", sortOptions = false)
public final class RecommendCommand extends ComputeCommand {
  @Option(names = "--run", paramLabel = "DIR", required = true, description = "the run to ask")
  private Path folder;

  @Mixin private ClickOptions session;

  @Option(
      names = "--in",
      paramLabel = "FILE|-",
      description =
          "many sessions, one a line and one answer for each; - reads standard input. A line holds"
              + " ids between commas, as --items, or JSON: [\"a\",\"b\"] or"
              + " {\"items\":[\"a\",\"b\"],\"user\":\"u\",\"times\":[…],\"durations\":[…]}. Answers"
              + " are rows of CSV, best first, or with --json an object a line")
  private String file;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "with --in: write answers to a file, which is replaced")
  private Path out;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "items wanted; default ${DEFAULT-VALUE}")
  private int top;

  @Option(names = "--exclude-seen", description = "leave out items of the session itself")
  private boolean excludeSeen;

  @Option(
      names = "--unknown",
      paramLabel = "empty|popular",
      defaultValue = "empty",
      description =
          "the answer where the run knows none of the items: nothing, or the most clicked;"
              + " default ${DEFAULT-VALUE}")
  private RankingOptions.Unknown unknown;

  @Mixin private CatalogueOptions shop;

  @Override
  protected void check() throws IOException {
    Ks.check("--top", List.of(top));
    RunOption.check(folder);
    shop.check();
    if (session.given() == (file != null)) {
      throw new UsageException("give the clicks with --items, --item or --in FILE, one of them");
    }
    if (session.given()) {
      session.clicks();
      if (out != null) {
        throw new UsageException("--out is for the answers to --in");
      }
      return;
    }
    if (session.strayOption().isPresent()) {
      throw new UsageException(
          session.strayOption().get()
              + " is of one session: with --in it stands in the lines, as JSON");
    }
    SessionLines.check(file);
    OutputOption.checkFile(out);
    if (out != null
        && Files.exists(out)
        && !file.equals(SessionLines.STANDARD_INPUT)
        && Files.isSameFile(out, Path.of(file))) {
      throw new UsageException(out + " is what --in reads: write the answers elsewhere");
    }
  }

  @Override
  protected Optional<String> modelWithoutBackend() {
    return withoutBackend(folder);
  }

  @Override
  protected int run(Console console) throws IOException {
    return session.given() ? answerOne(console) : answerMany(console);
  }

  private RankingOptions options() {
    return new RankingOptions(top, excludeSeen, unknown, shop.filter());
  }

  private int answerOne(Console console) {
    Clicks clicks = session.clicks();
    try (Device device = device(console);
        SessionRecommender run = SessionRecommender.loadForOneCall(folder, device.backend())) {
      ItemAttributes attributes = shop.join(run, console);
      Recommendation answer = run.recommend(clicks, options());
      device.announce(console);
      Remarks remarks = new Remarks(run);
      remarks.add(clicks);
      remarks.lines().forEach(console::note);
      Map<String, Object> object = device.result("recommend");
      object.put("run", folder.toString());
      object.put("model", run.info().settings().title());
      object.putAll(AnswerJson.of(answer));
      console.result(table(answer, attributes.columns()), object);
    }
    return 0;
  }

  private int answerMany(Console console) throws IOException {
    try (SessionLines input = SessionLines.open(file)) {
      List<SessionLines.Asked> first = input.next();
      if (first.isEmpty()) {
        throw new UsageException(file + " is empty: one session a line was expected");
      }
      try (Device device = device(console);
          SessionRecommender run =
              input.ended()
                  ? SessionRecommender.loadForOneCall(folder, device.backend())
                  : SessionRecommender.load(folder, device.backend());
          Writer opened =
              out == null ? null : Files.newBufferedWriter(out, StandardCharsets.UTF_8)) {
        shop.join(run, console);
        device.announce(console);
        AnswerStream.Answers answers = out == null ? lines -> print(console, lines) : opened::write;
        AnswerStream stream = new AnswerStream(run, options(), answers, console.json());
        boolean redraws = Terminal.isErrorTerminal() && (out != null || System.console() == null);
        Remarks remarks = stream.answer(input, first, console, redraws);
        remarks.lines().forEach(console::note);
      }
    }
    return 0;
  }

  private static void print(Console console, String lines) throws IOException {
    console.print(lines);
    if (console.failed()) {
      throw new IOException("answers cannot be written to standard output");
    }
  }

  private static String table(Recommendation answer, List<String> columns) {
    if (answer.items().isEmpty()) {
      return "";
    }
    List<String> header = new ArrayList<>(List.of("rank", "item", "score"));
    header.addAll(columns);
    Table table = new Table(0, header);
    for (int i = 0; i < answer.items().size(); i++) {
      Item item = answer.items().get(i);
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(i + 1));
      row.add(Shown.text(item.id()));
      row.add(String.format(Locale.ROOT, "%.4f", item.score()));
      columns.forEach(column -> row.add(Shown.brief(item.attributes().getOrDefault(column, ""))));
      table.row(row);
    }
    return table.toString();
  }
}
