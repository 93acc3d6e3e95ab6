package io.sbr.cli.explain;

import io.sbr.cli.draw.Labels;
import io.sbr.cli.draw.Lettering;
import io.sbr.cli.draw.Palette;
import io.sbr.cli.draw.Svg;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Attention;
import io.sbr.models.explain.GraphExplanation.Click;
import java.util.List;

/**
 * The session graph over the line of clicks: a circle for each click, larger and darker the more
 * attention it got; arrows are edges; clicks on one item are joined by dots.
 */
final class GraphDrawing {
  /** Columns at least this wide have their labels level, shortened if need be. */
  private static final double LEVEL = 100;

  /** Length of labels that do not stand level. */
  private static final double SLANTED = 124;

  private static final double LOOP = 36;

  /** More arrows than this of one graph, if they cross, have no numbers. */
  private static final int MOST_NUMBERS = 40;

  private static final String[] GRAPHS = {"#52606d", "#a04f86"};

  private final GraphExplanation explanation;
  private final Columns columns;
  private final List<Arrow> arrows;
  private final double most;
  private final boolean level;

  GraphDrawing(GraphExplanation explanation, Columns columns) {
    this.explanation = explanation;
    this.columns = columns;
    arrows = Arrow.of(explanation);
    most =
        explanation.clicks().stream()
            .mapToDouble(click -> Math.abs(click.attention()))
            .max()
            .orElse(0);
    level = level();
  }

  private boolean level() {
    return columns.column() >= LEVEL
        || explanation.clicks().stream()
            .allMatch(
                click ->
                    Labels.width(click.item(), Lettering.BELOW.size()) <= columns.column() - 10);
  }

  /** Room above the line of clicks. */
  private double above() {
    double highest = arrows.stream().mapToDouble(this::rise).max().orElse(0);
    return highest + radius(most) + 18;
  }

  /** Of the whole drawing. */
  double height() {
    return above() + (level ? 72 : 142);
  }

  void draw(Svg svg, double top) {
    double line = top + above();
    markers(svg);
    sameItems(svg, line);
    List<Arrow> bundled = arrows.stream().filter(this::bundled).toList();
    List<Arrow> plain = arrows.stream().filter(arrow -> !bundled(arrow)).toList();
    bundled.forEach(arrow -> draw(svg, arrow, line, 0.4));
    plain.forEach(arrow -> draw(svg, arrow, line, 0.85));
    plain.forEach(arrow -> number(svg, arrow, line));
    for (int c = 0; c < explanation.clicks().size(); c++) {
      circle(svg, c, line);
    }
    svg.text(Columns.MARGIN, line - 4, Lettering.HEAD, "Clicks in order of time");
    String inside =
        explanation.attention() == Attention.NONE ? "no attention" : "in the circle: attention";
    svg.text(Columns.MARGIN, line + 12, Lettering.NOTE, inside);
  }

  private static void markers(Svg svg) {
    svg.open("defs");
    for (int g = 0; g < GRAPHS.length; g++) {
      svg.open(
          "marker",
          "id",
          "head" + g,
          "viewBox",
          "0 0 8 8",
          "refX",
          "7",
          "refY",
          "4",
          "markerWidth",
          "8",
          "markerHeight",
          "8",
          "markerUnits",
          "userSpaceOnUse",
          "orient",
          "auto");
      svg.shape("path", "d", "M0,0.5 L8,4 L0,7.5 Z", "fill", GRAPHS[g]);
      svg.close();
    }
    svg.close();
  }

  private double radius(double attention) {
    double widest = Math.min(25, 0.36 * columns.column());
    double least = Math.min(18, widest);
    boolean none = Double.isNaN(attention) || most == 0;
    return none ? least : least + (widest - least) * Math.abs(attention) / most;
  }

  private double radius(int click) {
    return radius(explanation.clicks().get(click).attention());
  }

  private void circle(Svg svg, int c, double line) {
    Click click = explanation.clicks().get(c);
    double x = columns.middle(c);
    boolean none = explanation.attention() == Attention.NONE;
    double share = none || most == 0 ? 0 : click.attention() / most;
    svg.open("g");
    svg.element(
        "title",
        "click %d: %s%s"
            .formatted(
                c + 1,
                click.item(),
                none ? "" : ", attention " + Words.number(click.attention(), 6)));
    svg.shape(
        "circle",
        "cx",
        x,
        "cy",
        line,
        "r",
        radius(c),
        "fill",
        Palette.shade(share),
        "stroke",
        share < 0 ? Palette.NEGATIVE : Palette.POSITIVE,
        "stroke-width",
        "1.5");
    if (!none) {
      Lettering kind = Math.abs(share) > 0.5 ? Lettering.ON_DARK : Lettering.ON_LIGHT;
      svg.text(x, line + 4, kind, minus(Words.number(click.attention(), most < 0.1 ? 3 : 2)));
    }
    double below = line + 24 + 22;
    if (level) {
      String label = Labels.fit(click.item(), columns.column() - 10, Lettering.BELOW.size());
      svg.text(x, below, Lettering.BELOW, label);
    } else {
      String label = Labels.fit(click.item(), SLANTED, Lettering.ASLANT.size());
      String place = Svg.number(x + 8) + " " + Svg.number(below - 4);
      svg.text(Lettering.ASLANT, label, "transform", "translate(" + place + ") rotate(-40)");
    }
    svg.close();
  }

  /** Dots between a click and the one before on the same item. */
  private void sameItems(Svg svg, double line) {
    List<Click> clicks = explanation.clicks();
    for (int c = 0; c < clicks.size(); c++) {
      int before = c - 1;
      while (before >= 0 && clicks.get(before).node() != clicks.get(c).node()) {
        before--;
      }
      if (before >= 0) {
        double y = line + radius(c) * 0.6;
        svg.shape(
            "path",
            "d",
            path(columns.middle(before), y, columns.middle(c), y, -26),
            "fill",
            "none",
            "stroke",
            "#9aa5b1",
            "stroke-width",
            "1.3",
            "stroke-dasharray",
            "1 4",
            "stroke-linecap",
            "round");
      }
    }
  }

  /**
   * Whether an arrow is one of many that nobody could read numbers on: of a graph whose arrows
   * cross each other and all weigh the same, which a note says, or of too many.
   */
  private boolean bundled(Arrow arrow) {
    String graph = arrow.edge().graph();
    List<Arrow> all = arrows.stream().filter(a -> a.edge().graph().equals(graph)).toList();
    boolean crossing = all.stream().anyMatch(a -> Math.abs(a.to() - a.from()) > 1);
    return crossing
        && (all.size() > MOST_NUMBERS || Words.equal(all.stream().map(Arrow::edge).toList()));
  }

  /** How high an arrow rises above the circles. */
  private double rise(Arrow arrow) {
    int span = Math.abs(arrow.to() - arrow.from());
    if (span == 0) {
      return LOOP;
    }
    return Math.min(170, 20 + 16 * (span - 1) + 10 * arrow.graph());
  }

  private void draw(Svg svg, Arrow arrow, double line, double opacity) {
    double from = columns.middle(arrow.from());
    double to = columns.middle(arrow.to());
    double height = 4.0 / 3 * (rise(arrow) + 8);
    double slant = 0.62;
    double up = 0.78;
    double x1 = from + slant * radius(arrow.from());
    double y1 = line - up * radius(arrow.from());
    double x2 = to - slant * radius(arrow.to());
    double y2 = line - up * radius(arrow.to());
    String path = path(x1, y1, x2, y2, height);
    if (arrow.from() == arrow.to()) {
      path =
          "M%s,%s C%s,%s %s,%s %s,%s"
              .formatted(
                  Svg.number(x2),
                  Svg.number(y2),
                  Svg.number(from - 20),
                  Svg.number(y1 - height),
                  Svg.number(from + 20),
                  Svg.number(y1 - height),
                  Svg.number(x1),
                  Svg.number(y1));
    } else if (from > to) {
      path = path(2 * from - x1, y1, 2 * to - x2, y2, height);
    }
    int graph = Math.min(arrow.graph(), GRAPHS.length - 1);
    svg.open(
        "path",
        "d",
        path,
        "fill",
        "none",
        "stroke",
        GRAPHS[graph],
        "stroke-width",
        1 + 1.8 * arrow.strength(),
        "stroke-opacity",
        Double.toString(opacity),
        "marker-end",
        "url(#head" + graph + ")");
    svg.element("title", arrow.edge().graph() + ": " + arrow.edge().weights());
    svg.close();
  }

  /** A curve that rises by three quarters of {@code height} above its ends. */
  private static String path(double x1, double y1, double x2, double y2, double height) {
    double lean = 0.2 * (x2 - x1);
    return "M%s,%s C%s,%s %s,%s %s,%s"
        .formatted(
            Svg.number(x1),
            Svg.number(y1),
            Svg.number(x1 + lean),
            Svg.number(y1 - height),
            Svg.number(x2 - lean),
            Svg.number(y2 - height),
            Svg.number(x2),
            Svg.number(y2));
  }

  private void number(Svg svg, Arrow arrow, double line) {
    double middle = (columns.middle(arrow.from()) + columns.middle(arrow.to())) / 2;
    double low = Math.max(radius(arrow.from()), radius(arrow.to())) * 0.78;
    String weights = Words.weights(arrow.edge(), columns.column() < 80 ? "|" : " | ");
    double y = line - low - rise(arrow) - 14;
    svg.text(
        Lettering.EDGE, weights, "x", middle, "y", y, "stroke", "#ffffff", "stroke-width", "4");
    svg.text(middle, y, Lettering.EDGE, weights);
  }

  /** With the sign of mathematics. */
  static String minus(String number) {
    return number.replace('-', '−');
  }
}
