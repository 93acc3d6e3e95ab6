package io.sbr.cli.draw;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over whole numbers 1, 2, …, in a frame with both scales: one panel of a picture.
 *
 * <p>Our own, for want of a library: JFreeSVG, which writes what JFreeChart draws, is under the
 * GPL; XChart measures letters with AWT, which fails on a headless Java without fontconfig (its
 * issue 648).
 *
 * @param title above the frame
 * @param lines in the order of drawing
 */
public record LineChart(String title, List<Line> lines) {
  private static final double LEFT = 44;
  private static final double TOP = 30;
  private static final double BOTTOM = 40;
  private static final int TICKS = 5;

  /**
   * A line.
   *
   * @param name shown when a pointer rests on it
   * @param colour of it
   * @param dashes as SVG writes them; empty for none
   * @param values at 1, 2, …; at least one
   */
  public record Line(String name, String colour, String dashes, List<Double> values) {}

  /**
   * Draws it.
   *
   * @param x of the upper left corner
   * @param y of the upper left corner
   */
  public void draw(Svg svg, double x, double y, double width, double height) {
    double most = values().max().orElse(1);
    double least = values().min().orElse(0);
    double step = step(most - least);
    double low = Math.floor(least / step) * step;
    double high = Math.max(low + step, Math.ceil(most / step) * step);
    int last = lines.stream().mapToInt(line -> line.values.size()).max().orElse(1);
    Scale across = new Scale(1, Math.max(2, last), x + LEFT, x + width - 10);
    Scale up = new Scale(low, high, y + height - BOTTOM, y + TOP);

    svg.text(x + LEFT, y + 16, Lettering.HEAD, title);
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    for (double tick = low; tick < high + step / 2; tick += step) {
      double at = up.at(tick);
      rule(svg, across.from, at, across.to);
      String label = String.format(Locale.ROOT, "%." + decimals + "f", tick);
      svg.text(Lettering.EDGE, label, "x", x + LEFT - 18, "y", at + 3);
    }
    int every = (last + 19) / 20;
    for (int i = 1; i <= last; i += every) {
      svg.text(across.at(i), y + height - BOTTOM + 16, Lettering.EDGE, Integer.toString(i));
    }
    svg.text((across.from + across.to) / 2, y + height - 8, Lettering.EDGE, "epoch");
    lines.forEach(line -> line(svg, line, across, up));
  }

  private DoubleStream values() {
    return lines.stream().flatMap(line -> line.values.stream()).mapToDouble(Double::doubleValue);
  }

  /** Between ticks: 1, 2 or 5 times a power of ten, so that there are about five. */
  private static double step(double span) {
    double rough = Math.max(span, 1e-3) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  private static void rule(Svg svg, double from, double y, double to) {
    svg.shape("line", "x1", from, "x2", to, "y1", y, "y2", y, "stroke", Palette.RULE);
  }

  private static void line(Svg svg, Line line, Scale across, Scale up) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < line.values.size(); i++) {
      points.append(i == 0 ? "" : " ").append(Svg.number(across.at(i + 1)));
      points.append(',').append(Svg.number(up.at(line.values.get(i))));
    }
    svg.open("g").element("title", line.name);
    svg.shape(
        "polyline",
        "points",
        points,
        "fill",
        "none",
        "stroke",
        line.colour,
        "stroke-width",
        "1.6",
        "stroke-dasharray",
        line.dashes.isEmpty() ? "none" : line.dashes);
    for (int i = 0; i < line.values.size(); i++) {
      double at = across.at(i + 1);
      svg.shape(
          "circle", "cx", at, "cy", up.at(line.values.get(i)), "r", "2.2", "fill", line.colour);
    }
    svg.close();
  }

  /** Values onto pixels. */
  private record Scale(double low, double high, double from, double to) {
    double at(double value) {
      return from + (value - low) / (high - low) * (to - from);
    }
  }
}
