package io.sbr.cli.command;

import io.sbr.cli.options.InputOption;
import io.sbr.cli.options.ItemList;
import io.sbr.cli.options.Ks;
import io.sbr.cli.options.RunOption;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.Table;
import io.sbr.data.Shown;
import io.sbr.data.store.InputFiles;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.SessionRecommender.Item;
import io.sbr.models.pipeline.SessionRecommender.Recommendation;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sbr recommend}: what a visitor will click next. */
@Command(name = "recommend", sortOptions = false)
public final class RecommendCommand extends ComputeCommand {
  @Option(names = "--run", paramLabel = "DIR", required = true, description = "the run to ask")
  private Path folder;

  @Option(
      names = "--items",
      paramLabel = "a,b,c",
      description = "the clicks so far, oldest first: original ids between commas")
  private String items;

  @Option(
      names = "--in",
      paramLabel = "FILE",
      description =
          "many sessions at once, one a line: ids between commas, or between blanks where a line"
              + " has no comma")
  private Path file;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "items wanted; default ${DEFAULT-VALUE}")
  private int top;

  @Option(names = "--exclude-seen", description = "leave out items of the session itself")
  private boolean excludeSeen;

  @Override
  protected void check() {
    Ks.check("--top", List.of(top));
    RunOption.check(folder);
    if ((items == null) == (file == null)) {
      throw new UsageException("give the clicks with --items a,b,c or with --in FILE, one of them");
    }
    if (items != null && ItemList.split(items).isEmpty()) {
      throw new UsageException("--items must hold at least one item id");
    }
    if (file != null) {
      InputOption.check(file);
    }
  }

  @Override
  protected Optional<String> modelWithoutBackend() {
    return withoutBackend(folder);
  }

  @Override
  protected int run(Console console) throws IOException {
    List<List<String>> sessions = items != null ? List.of(ItemList.split(items)) : read();
    try (Device device = device(console);
        SessionRecommender run = load(device.backend(), sessions.size())) {
      List<Recommendation> answers = run.recommend(sessions, top, excludeSeen);
      device.announce(console);
      int dropped = answers.stream().mapToInt(Recommendation::unknownClicks).sum();
      if (dropped > 0) {
        console.note("clicks on items the run does not know, dropped: " + dropped);
      }
      Map<String, Object> object = device.result("recommend");
      object.put("run", folder.toString());
      object.put("model", run.info().settings().model().name());
      if (items != null) {
        object.putAll(object(answers.get(0)));
      } else {
        object.put("unknown_clicks", dropped);
        object.put("sessions", answers.stream().map(RecommendCommand::object).toList());
      }
      console.result(items != null ? table(answers.get(0)) : lines(answers), object);
    }
    return 0;
  }

  private List<List<String>> read() throws IOException {
    List<List<String>> sessions =
        lines().stream().filter(line -> !line.isBlank()).map(ItemList::split).toList();
    if (sessions.isEmpty()) {
      throw new UsageException(file + " is empty: one session a line was expected");
    }
    return sessions;
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new UsageException(file + ": " + InputFiles.reason(e));
    }
  }

  private static Map<String, Object> object(Recommendation answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("known_clicks", answer.knownClicks());
    object.put("unknown_clicks", answer.unknownClicks());
    List<Map<String, Object>> ranking = new ArrayList<>();
    for (Item item : answer.items()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("item", item.id());
      entry.put("score", item.score());
      ranking.add(entry);
    }
    object.put("items", ranking);
    return object;
  }

  private SessionRecommender load(Optional<Backend> backend, int sessions) {
    return sessions <= SessionRecommender.BATCH
        ? SessionRecommender.loadForOneCall(folder, backend)
        : SessionRecommender.load(folder, backend);
  }

  private static String table(Recommendation answer) {
    Table table = new Table(0, List.of("rank", "item", "score"));
    for (int i = 0; i < answer.items().size(); i++) {
      Item item = answer.items().get(i);
      table.row(
          List.of(
              Integer.toString(i + 1),
              item.id(),
              String.format(Locale.ROOT, "%.4f", item.score())));
    }
    return table.toString();
  }

  /** For each session one line of ids, best first. */
  private static String lines(List<Recommendation> answers) {
    StringBuilder text = new StringBuilder();
    for (Recommendation answer : answers) {
      text.append(String.join(",", answer.items().stream().map(Item::id).map(Shown::text).toList()))
          .append('\n');
    }
    return text.toString();
  }
}
