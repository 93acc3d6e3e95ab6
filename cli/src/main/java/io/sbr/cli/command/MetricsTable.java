package io.sbr.cli.command;

import io.sbr.cli.report.Table;
import io.sbr.models.eval.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Metrics of several recommenders, one in each row. */
public final class MetricsTable {
  private MetricsTable() {}

  /** A row for each model, by name, a column for each figure. */
  public static Table of(Map<String, Metrics> rows) {
    List<String> keys = List.copyOf(rows.values().iterator().next().values().keySet());
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(keys);
    Table table = new Table(1, header);
    rows.forEach(
        (name, metrics) -> {
          List<String> cells = new ArrayList<>(List.of(name));
          for (String key : keys) {
            cells.add(String.format(Locale.ROOT, "%.2f", metrics.values().get(key)));
          }
          table.row(cells);
        });
    return table;
  }
}
