package io.sbr.cli.results;

import io.sbr.data.ShellCommand;
import io.sbr.data.Shown;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.study.Slice;
import io.sbr.models.study.TestPart;
import io.sbr.models.train.Protocol;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All tables as Markdown. */
final class MarkdownReport {
  private final KnownRows known;
  private final Map<ResultTable, String> pictures;
  private final StringBuilder text = new StringBuilder();

  /**
   * A report.
   *
   * @param known rows that are asked for, and what was published of them
   * @param pictures link of the learning curves, by table
   */
  MarkdownReport(KnownRows known, Map<ResultTable, String> pictures) {
    this.known = known;
    this.pictures = pictures;
  }

  /** The text; each line ended. */
  String of(List<ResultTable> tables) {
    String set = "";
    for (ResultTable table : tables) {
      if (!table.set().equals(set)) {
        set = table.set();
        line("## " + set);
        line("");
      }
      section(table);
    }
    return text.toString();
  }

  private void section(ResultTable table) {
    line(
        "### "
            + table.set()
            + ", protocol "
            + table.protocol()
            + ": "
            + meaning(table)
            + rule(table));
    line("");
    data(table);
    figures(table);
    if (!table.rows().isEmpty()) {
      lists(table);
      how(table);
      slices(table, "Input clicks", Slice::byLength);
      slices(table, "Clicks on the target in train", Slice::byPopularity);
    }
    if (pictures.containsKey(table)) {
      line("![learning curves](" + pictures.get(table) + ")");
      line("");
    }
    missing(table);
  }

  private static String meaning(ResultTable table) {
    return switch (table.protocol()) {
      case PAPER -> "best epoch on test, as published figures are";
      case HONEST -> "epoch chosen on validation, test read once";
      case FINAL ->
          "epochs chosen on validation or planned, then trained on all of train, test read once";
    };
  }

  private static String rule(ResultTable table) {
    return table.ties() == Ties.ORDERED ? "" : "; ties " + table.ties();
  }

  private void data(ResultTable table) {
    DataIdentity data = table.data();
    if (data == null) {
      return;
    }
    line(
        text(
            "%,d items; train %,d sessions, %,d clicks; test %,d sessions, %,d clicks%s. sha256"
                + " `%s`.",
            data.items(),
            data.trainSessions(),
            data.trainClicks(),
            data.testSessions(),
            data.testClicks(),
            table.part() == null ? "" : text(", %,d examples", table.part().examples()),
            data.sha256()));
    line("");
  }

  private void figures(ResultTable table) {
    boolean published = table.protocol() == Protocol.PAPER && !known.of(table.set()).isEmpty();
    List<String> header = new ArrayList<>(List.of("row", "Recall@20", "MRR@20"));
    if (published) {
      header.add("published");
    }
    if (table.reference() != null) {
      header.add("Recall@20 against " + table.reference().name());
      header.add("MRR@20 against " + table.reference().name());
    }
    header.addAll(List.of("seeds", "best epoch"));
    header(header);
    List<String> missing = new ArrayList<>(table.missing());
    for (ResultRow row : table.rows()) {
      while (!missing.isEmpty() && comesFirst(table.set(), missing.get(0), row)) {
        missingRow(table.set(), missing.remove(0), published, header.size());
      }
      List<String> cells = new ArrayList<>();
      cells.add(row.isFinished() ? row.name() : row.name() + " (unfinished)");
      cells.add(Words.spread(row.recall()));
      cells.add(Words.spread(row.mrr()));
      if (published) {
        cells.add(published(table.set(), row.name()));
      }
      if (table.reference() != null) {
        ResultTable.Difference d = table.differences().get(row);
        String none = row == table.reference() ? "reference" : Words.NONE;
        cells.add(d == null ? none : Words.difference(d.recall(), d.recallP()));
        cells.add(d == null ? none : Words.difference(d.mrr(), d.mrrP()));
      }
      cells.add(Words.seeds(row));
      cells.add(Words.bestEpochs(row));
      row(cells);
    }
    missing.forEach(name -> missingRow(table.set(), name, published, header.size()));
    line("");
    if (published) {
      sources(table.set());
    }
    notes(table);
  }

  /** Whether a row without a run stands before this one. */
  private boolean comesFirst(String set, String name, ResultRow row) {
    List<String> order = known.of(set).stream().map(KnownRows.Known::row).toList();
    return !order.contains(row.name()) || order.indexOf(name) < order.indexOf(row.name());
  }

  private void missingRow(String set, String name, boolean published, int columns) {
    List<String> cells = new ArrayList<>(List.of(name, "not measured", Words.NONE));
    if (published) {
      cells.add(published(set, name));
    }
    while (cells.size() < columns) {
      cells.add(Words.NONE);
    }
    row(cells);
  }

  private String published(String set, String row) {
    return known
        .find(set, row)
        .map(KnownRows.Known::published)
        .filter(figures -> !figures.isEmpty())
        .orElse(Words.NONE);
  }

  private void sources(String set) {
    String sources =
        known.of(set).stream()
            .filter(row -> !row.published().isEmpty())
            .map(row -> row.row() + ": " + row.source())
            .collect(Collectors.joining("; "));
    if (!sources.isEmpty()) {
      line("Published: " + sources + ".");
      line("");
    }
  }

  private static String gain(ResultTable.Difference gain) {
    return gain == null
        ? ""
        : "; blended "
            + Words.difference(gain.recall(), gain.recallP())
            + " / "
            + Words.difference(gain.mrr(), gain.mrrP());
  }

  private void notes(ResultTable table) {
    for (ResultRow row : table.rows()) {
      Map<String, ResultTable.Difference> gains = table.gains(row);
      row.apart()
          .forEach(
              (part, figures) -> {
                String alone = row.name() + ": " + part + " alone " + figures;
                line(alone + " on the same examples" + gain(gains.get(part)) + ".");
                line("");
              });
      if (row.unfinished() > 0) {
        line(text("%s: %d more, unfinished.", row.name(), row.unfinished()));
        line("");
      }
      if (table.protocol() != Protocol.PAPER && !row.isFinished()) {
        row.runs().stream()
            .filter(run -> !run.epochs().isEmpty())
            .forEach(
                run -> {
                  line(row.name() + ": " + Words.validation(run));
                  line("");
                });
      }
      boolean ranked = row.outcome().hits() != null && row.outcome().reciprocals() != null;
      if (table.part() != null && row.isFinished() && !ranked) {
        line(
            row.name()
                + ": not all ranks were kept, so not all is tested; `sbr evaluate --run RUN --ranks"
                + " RUN/ranks.csv.gz` adds those of the epoch whose weights were.");
        line("");
      }
    }
    if (table.part() == null && table.data() != null) {
      line("The data are not at hand (`--data`): no baselines, tests or parts.");
      line("");
    }
  }

  /** What is recommended, right or wrong, beside the figures: as session-rec prints it. */
  private void lists(ResultTable table) {
    List<ResultRow> rows = table.rows().stream().filter(row -> !row.lists().isEmpty()).toList();
    if (rows.isEmpty()) {
      return;
    }
    header(List.of("row", "coverage@20", "popularity@20", "Gini@20"));
    for (ResultRow row : rows) {
      row(
          List.of(
              row.name(),
              Words.share(row.lists(ListMetrics::coverage)),
              Words.share(row.lists(ListMetrics::popularity)),
              Words.share(row.lists(ListMetrics::gini))));
    }
    line("");
  }

  private void how(ResultTable table) {
    List<ResultRow> trained = table.rows().stream().filter(row -> !row.isBaseline()).toList();
    Map<String, String> letters = new TreeMap<>();
    Set<String> machines = new LinkedHashSet<>();
    trained.forEach(row -> machines.addAll(Words.machines(row)));
    machines.forEach(machine -> letters.put(machine, "" + (char) ('A' + letters.size())));
    header(
        List.of(
            "row",
            "settings",
            "epochs",
            "wall s an epoch",
            "processor s an epoch",
            "peak MiB",
            "begun on"));
    for (ResultRow row : trained) {
      row(
          List.of(
              row.name(),
              Words.settings(row),
              Words.epochs(row),
              Words.number("%,.0f", row.seconds()),
              Words.number("%,.0f", row.cpuSeconds()),
              Words.number("%,.0f", row.peakMiB()),
              Words.machines(row).stream().map(letters::get).collect(Collectors.joining(", "))));
    }
    line("");
    machines.forEach(machine -> line(letters.get(machine) + ": " + machine + ".  "));
    line("");
  }

  private void slices(ResultTable table, String title, Function<TestPart, List<Slice>> cut) {
    List<ResultRow> ranked =
        table.rows().stream().filter(row -> row.outcome().hits() != null).toList();
    if (table.part() == null || ranked.isEmpty()) {
      return;
    }
    List<Slice> slices = cut.apply(table.part());
    List<String> header = new ArrayList<>(List.of(title));
    List<String> counts = new ArrayList<>(List.of("*examples*"));
    for (Slice slice : slices) {
      header.add(slice.name());
      counts.add(text("*%,d*", slice.examples().length));
    }
    header(header);
    row(counts);
    for (ResultRow row : ranked) {
      List<String> cells = new ArrayList<>(List.of(row.name()));
      for (Slice slice : slices) {
        cells.add(
            Words.number("%.2f", row.outcome().recall(slice))
                + " / "
                + Words.number("%.2f", row.outcome().mrr(slice)));
      }
      row(cells);
    }
    line("");
  }

  private void missing(ResultTable table) {
    if (table.missing().isEmpty()) {
      return;
    }
    line("What is not measured:");
    line("");
    line("```sh");
    line(
        "experiments/run.sh DATA_ROOT RUNS_ROOT --protocol %s %s"
            .formatted(
                table.protocol(),
                ShellCommand.of(
                    table.missing().stream().map(row -> table.set() + "/" + row).toArray())));
    line("```");
    line("");
  }

  private void header(List<String> names) {
    row(names);
    line("|" + "---|".repeat(names.size()));
  }

  private void row(List<String> cells) {
    line(
        cells.stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void line(String line) {
    text.append(Shown.text(line)).append('\n');
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
