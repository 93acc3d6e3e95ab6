package io.sbr.cli.explain;

import io.sbr.cli.draw.Labels;
import io.sbr.cli.draw.Lettering;
import io.sbr.cli.draw.Svg;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * An explanation as a picture that needs nothing beside it: the clicks on a line with the session
 * graph above, and beneath each click a column of what it contributed to each result.
 */
public final class ExplanationSvg {
  private static final double NARROWEST = 700;
  private static final double NOTE_LINE = 15;

  private ExplanationSvg() {}

  /** One SVG document, of at most {@value Excerpt#MOST} clicks, the last ones. */
  public static String of(GraphExplanation whole) {
    Excerpt excerpt = Excerpt.of(whole);
    GraphExplanation explanation = excerpt.drawn();
    Columns columns = Columns.of(explanation);
    GraphDrawing graph = new GraphDrawing(explanation, columns);
    MatrixDrawing matrix = new MatrixDrawing(explanation, columns);
    double width = Math.max(columns.width(), NARROWEST);
    double graphTop = 52;
    double matrixTop = graphTop + graph.height();
    double legendTop = matrixTop + matrix.height() + 22;
    List<Way> ways = Words.ways(explanation);
    List<String> notes = new ArrayList<>();
    List<String> known = new ArrayList<>(Words.notes(explanation));
    excerpt.note().ifPresent(note -> known.add(0, note));
    for (String note : known) {
      notes.addAll(
          Labels.wrap(
              note,
              line -> Labels.width(line, Lettering.NOTE.size()) <= width - 2 * Columns.MARGIN));
    }
    double height = legendTop + NOTE_LINE * (ways.size() + notes.size()) + 18;

    int clicks = whole.clicks().size();
    String title =
        "What %s recommends after %s, and why"
            .formatted(explanation.model(), clicks == 1 ? "one click" : clicks + " clicks");
    Svg svg = Svg.picture(width, height, title);
    svg.text(Columns.MARGIN, 32, Lettering.TITLE, title);
    graph.draw(svg, graphTop);
    matrix.draw(svg, matrixTop);
    double y = legendTop;
    for (Way way : ways) {
      svg.rect(Columns.MARGIN, y - 8, 18, 8, Words.colour(way));
      svg.text(Columns.MARGIN + 26, y, Lettering.NOTE, Words.of(way));
      y += NOTE_LINE;
    }
    y += 4;
    for (String note : notes) {
      svg.text(Columns.MARGIN, y, Lettering.NOTE, note);
      y += NOTE_LINE;
    }
    return svg.close().toString();
  }
}
