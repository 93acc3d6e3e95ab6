package io.sbr.cli.command;

import io.sbr.cli.report.Table;
import io.sbr.models.blend.BlendWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The neighbours' part in a blend, as a table: a row for each length, a column for each third. */
final class BlendTable {
  private BlendTable() {}

  /** The table with its caption, lines ended. */
  static String of(BlendWeights weights, String neighbours) {
    Table table =
        new Table(1, List.of("input clicks", "low support", "middle", "high", "examples"));
    List<String> lengths = BlendWeights.lengths();
    for (int i = 0; i < lengths.size(); i++) {
      List<String> row = new ArrayList<>(List.of(lengths.get(i)));
      weights.lambda().get(i).forEach(part -> row.add(String.format(Locale.ROOT, "%.3f", part)));
      int examples = weights.examples().get(i).stream().mapToInt(n -> n).sum();
      row.add(Integer.toString(examples));
      table.row(row);
    }
    return String.format(
            Locale.ROOT,
            "part of %s in the blend, fitted on validation; gamma %s, support in thirds at %.4g and"
                + " %.4g\n",
            neighbours,
            weights.gamma(),
            weights.borders().get(0),
            weights.borders().get(1))
        + table;
  }
}
