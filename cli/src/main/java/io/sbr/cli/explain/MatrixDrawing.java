package io.sbr.cli.explain;

import io.sbr.cli.draw.Labels;
import io.sbr.cli.draw.Lettering;
import io.sbr.cli.draw.Palette;
import io.sbr.cli.draw.Svg;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Part;
import io.sbr.models.explain.GraphExplanation.Result;
import io.sbr.models.explain.GraphExplanation.Way;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Results × clicks: bars of what each click contributed by each way, to the right of the line if it
 * raised the score, to the left if it lowered it; all to one scale. Then the rest and the score.
 */
final class MatrixDrawing {
  private static final double BAR = 7;
  private static final double HEAD = 30;

  private final GraphExplanation explanation;
  private final Columns columns;
  private final List<Way> ways;
  private final double most;

  MatrixDrawing(GraphExplanation explanation, Columns columns) {
    this.explanation = explanation;
    this.columns = columns;
    ways = Words.ways(explanation);
    most =
        explanation.results().stream()
            .flatMapToDouble(
                result ->
                    DoubleStream.concat(
                        DoubleStream.of(result.rest()),
                        result.parts().stream()
                            .flatMap(part -> part.values().stream())
                            .mapToDouble(Double::doubleValue)))
            .map(Math::abs)
            .max()
            .orElse(0);
  }

  private double row() {
    return 12 + ways.size() * (BAR + 1) + 18;
  }

  /** Of the whole drawing. */
  double height() {
    return HEAD + row() * explanation.results().size();
  }

  void draw(Svg svg, double top) {
    svg.text(Columns.MARGIN, top + 18, Lettering.HEAD, "What each click adds to the score");
    if (columns.hasRest()) {
      svg.text(columns.rest(), top + 18, Lettering.EDGE, Words.rest(explanation));
    }
    svg.text(columns.score(), top + 18, Lettering.TOTAL, "score");
    List<Result> results = explanation.results();
    for (int r = 0; r < results.size(); r++) {
      double y = top + HEAD + r * row();
      if (r % 2 == 0) {
        double width = columns.end() - Columns.MARGIN;
        svg.rect(Columns.MARGIN, y, width, row(), Palette.BAND);
      }
    }
    for (int r = 0; r < results.size(); r++) {
      row(svg, r, top + HEAD + r * row());
    }
  }

  /** Where bars begin. */
  private void zero(Svg svg, double x, double y) {
    double bottom = y + 11 + ways.size() * (BAR + 1);
    svg.shape("line", "x1", x, "x2", x, "y1", y + 6, "y2", bottom, "stroke", Palette.RULE);
  }

  private void row(Svg svg, int r, double y) {
    Result result = explanation.results().get(r);
    double middle = y + row() / 2;
    svg.open("g");
    svg.element("title", result.item());
    String rank = r + 1 + ".";
    svg.text(Columns.MARGIN + 8, middle + 4, Lettering.NOTE, rank);
    String label = Labels.fit(result.item(), columns.labels() - 34, 12);
    svg.text(Columns.MARGIN + 32, middle + 4, Lettering.LABEL, label);
    svg.close();
    for (int c = 0; c < columns.clicks(); c++) {
      cell(svg, result, c, y);
    }
    if (columns.hasRest()) {
      zero(svg, columns.rest(), y);
      double barsMiddle = y + 9 + (ways.size() * (BAR + 1) - BAR) / 2;
      bar(svg, columns.rest(), barsMiddle, columns.column() / 2 - 5, result.rest(), Palette.REST);
      svg.text(columns.rest(), y + row() - 8, Lettering.VALUE, number(result.rest()));
    }
    svg.text(columns.score(), middle + 4, Lettering.TOTAL, number(result.score()));
  }

  private void cell(Svg svg, Result result, int c, double y) {
    double x = columns.middle(c);
    svg.open("g");
    svg.element("title", tip(result, c));
    zero(svg, x, y);
    for (Part part : result.parts()) {
      double top = y + 9 + ways.indexOf(part.way()) * (BAR + 1);
      double half = columns.column() / 2 - 5;
      bar(svg, x, top, half, part.values().get(c), Words.colour(part.way()));
    }
    svg.text(x, y + row() - 8, Lettering.VALUE, number(result.total(c)));
    svg.close();
  }

  private String tip(Result result, int c) {
    String parts =
        result.parts().stream()
            .map(part -> Words.of(part.way()) + " " + Words.number(part.values().get(c), 6))
            .collect(Collectors.joining("; "));
    return "%s, click %d (%s): %s"
        .formatted(result.item(), c + 1, explanation.clicks().get(c).item(), parts);
  }

  private void bar(Svg svg, double x, double y, double half, double value, String colour) {
    double width = most == 0 ? 0 : half * Math.abs(value) / most;
    if (width > 0) {
      double left = value < 0 ? x - width : x;
      svg.rect(left, y, width, BAR, colour);
    }
  }

  /** With as many decimals as tell small ones apart. */
  private String number(double value) {
    int decimals = most < 0.005 ? 4 : most < 0.5 ? 3 : 2;
    return GraphDrawing.minus(Words.number(value, decimals));
  }
}
