package io.sbr.cli.results;

import io.sbr.cli.draw.Lettering;
import io.sbr.cli.draw.LineChart;
import io.sbr.cli.draw.Svg;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Loss, Recall@20 and MRR@20 after each epoch of every run of a table, as one picture: a colour and
 * dash for each row, a line for each seed.
 */
final class LearningCurves {
  /** Told apart with any kind of colour vision (Okabe and Ito, 2008). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#1f2933");

  private static final List<String> DASHES = List.of("", "6 3", "2 2");
  private static final double MARGIN = 16;
  private static final double PANEL = 320;
  private static final double HEIGHT = 260;
  private static final double TOP = 44;
  private static final double LEGEND_LINE = 18;
  private static final int LEGEND_COLUMNS = 4;

  private LearningCurves() {}

  /** Whether there is anything to draw. */
  static boolean any(ResultTable table) {
    return rows(table).size() > 0;
  }

  private static List<ResultRow> rows(ResultTable table) {
    return table.rows().stream()
        .filter(row -> row.runs().stream().anyMatch(run -> !run.epochs().isEmpty()))
        .toList();
  }

  /** The picture. */
  static String of(ResultTable table) {
    List<ResultRow> rows = rows(table);
    double width = 2 * MARGIN + 3 * PANEL;
    int legend = (rows.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
    double height = TOP + HEIGHT + LEGEND_LINE * legend + MARGIN;
    String part = table.protocol().comparesOn();
    String title = table.set() + ", protocol " + table.protocol() + ": learning curves";
    int k = TrainSettings.SELECTION_K;

    Svg svg = Svg.picture(width, height, title);
    svg.text(MARGIN, 28, Lettering.TITLE, title);
    chart("loss in training", rows, EpochRecord::loss).draw(svg, MARGIN, TOP, PANEL, HEIGHT);
    chart("Recall@20 on " + part + ", %", rows, e -> e.metrics().recall(k))
        .draw(svg, MARGIN + PANEL, TOP, PANEL, HEIGHT);
    chart("MRR@20 on " + part + ", %", rows, e -> e.metrics().mrr(k))
        .draw(svg, MARGIN + 2 * PANEL, TOP, PANEL, HEIGHT);
    legend(svg, rows, width);
    return svg.close().toString();
  }

  private static LineChart chart(
      String title, List<ResultRow> rows, ToDoubleFunction<EpochRecord> figure) {
    List<LineChart.Line> lines = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      for (StoredRun run : rows.get(r).runs()) {
        List<Double> values =
            run.info().settings().learning().isEmpty()
                ? List.of() // a single pass is no curve
                : run.epochs().stream().mapToDouble(figure).boxed().toList();
        if (!values.isEmpty()) {
          String name = rows.get(r).name() + ", seed " + Words.seed(run);
          lines.add(new LineChart.Line(name, colour(r), dashes(r), values));
        }
      }
    }
    return new LineChart(title, lines);
  }

  private static void legend(Svg svg, List<ResultRow> rows, double width) {
    double column = (width - 2 * MARGIN) / LEGEND_COLUMNS;
    for (int r = 0; r < rows.size(); r++) {
      double x = MARGIN + r % LEGEND_COLUMNS * column;
      double y = TOP + HEIGHT + LEGEND_LINE * (r / LEGEND_COLUMNS) + 10;
      svg.shape(
          "line",
          "x1",
          x,
          "x2",
          x + 26,
          "y1",
          y - 4,
          "y2",
          y - 4,
          "stroke",
          colour(r),
          "stroke-width",
          "2",
          "stroke-dasharray",
          dashes(r).isEmpty() ? "none" : dashes(r));
      svg.text(x + 32, y, Lettering.NOTE, rows.get(r).name());
    }
  }

  private static String colour(int row) {
    return COLOURS.get(row % COLOURS.size());
  }

  private static String dashes(int row) {
    return DASHES.get(row / COLOURS.size() % DASHES.size());
  }
}
