package io.sbr.cli.command;

import io.sbr.cli.report.Table;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What several recommenders reach and recommend, one in each row. */
public final class MetricsTable {
  /** Stands above a table of {@link #ofLists}. */
  static final String LISTS = "what is recommended, shares from 0 to 1\n";

  private MetricsTable() {}

  /** A row for each model, by name, a column for each figure. */
  public static Table of(Map<String, Metrics> rows) {
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    rows.forEach((name, metrics) -> values.put(name, metrics.values()));
    return table(values, "%.2f");
  }

  /** The same of their lists; nothing if there are no depths that lists are looked at. */
  static String ofLists(Map<String, ListMetrics> rows) {
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    rows.forEach((name, lists) -> values.put(name, lists.values()));
    return values.values().stream().allMatch(Map::isEmpty) ? "" : LISTS + table(values, "%.4f");
  }

  /** What a caption says of equal scores; nothing where the rule is the usual one. */
  static String rule(Ties ties) {
    return ties == Ties.ORDERED ? "" : ", ties " + ties;
  }

  private static Table table(Map<String, Map<String, Double>> rows, String format) {
    List<String> keys = List.copyOf(rows.values().iterator().next().keySet());
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(keys);
    Table table = new Table(1, header);
    rows.forEach(
        (name, values) -> {
          List<String> cells = new ArrayList<>(List.of(name));
          keys.forEach(key -> cells.add(String.format(Locale.ROOT, format, values.get(key))));
          table.row(cells);
        });
    return table;
  }
}
