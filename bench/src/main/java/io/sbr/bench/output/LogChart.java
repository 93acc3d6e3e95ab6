package io.sbr.bench.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over logarithmic scales, panel beside panel with one vertical scale, as SVG.
 *
 * <p>Our own, for want of a library: JFreeSVG, which writes what JFreeChart draws, is under the
 * GPL, and XChart measures letters with AWT, which fails on a headless Java without fonts.
 *
 * @param title above all
 * @param names of the lines of every panel; the first is solid, the others are dashed
 * @param panels from left to right
 */
public record LogChart(String title, List<String> names, List<Panel> panels) {
  private static final int WIDTH = 260;
  private static final int HEIGHT = 280;
  private static final int LEFT = 52;
  private static final int TOP = 56;
  private static final int BOTTOM = 44;
  private static final int GAP = 24;
  private static final List<String> COLOURS = List.of("#0b6aa2", "#c2571a", "#3f7d2c");

  /**
   * One frame.
   *
   * @param label below it
   * @param x positive, ascending
   * @param marks what is written below each x
   * @param lines each with a positive value for every x
   */
  public record Panel(String label, double[] x, List<String> marks, List<double[]> lines) {
    /** Where the values of x are written below them. */
    public Panel(String label, double[] x, List<double[]> lines) {
      this(label, x, Arrays.stream(x).mapToObj(LogChart::brief).toList(), lines);
    }
  }

  /** Positive numbers onto pixels, so that equal ratios are equal distances. */
  private record Scale(double low, double high, double from, double to) {
    double at(double value) {
      return from + Math.log(value / low) / Math.log(high / low) * (to - from);
    }
  }

  /** The picture. */
  public String svg() {
    int width = LEFT + panels.size() * (WIDTH + GAP);
    int height = TOP + HEIGHT + BOTTOM;
    double least = values().min().orElse(1) / 1.1;
    double most = values().max().orElse(10) * 1.1;
    Scale up = new Scale(least, Math.max(most, 2 * least), TOP + HEIGHT, TOP);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"11\">",
        width,
        height,
        width,
        height);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    add(svg, "<text x=\"%d\" y=\"18\" font-size=\"14\">%s</text>", LEFT, escaped(title));
    for (int i = 0; i < names.size(); i++) {
      int x = LEFT + 110 * i;
      add(svg, "<path d=\"M%d 36h28\" %s/>", x, stroke(i));
      add(svg, "<text x=\"%d\" y=\"40\">%s</text>", x + 34, escaped(names.get(i)));
    }
    for (int i = 0; i < panels.size(); i++) {
      panel(svg, panels.get(i), LEFT + i * (WIDTH + GAP), up, i == 0);
    }
    return svg.append("</svg>\n").toString();
  }

  private DoubleStream values() {
    return panels.stream().flatMap(p -> p.lines.stream()).flatMapToDouble(Arrays::stream);
  }

  private static void panel(StringBuilder svg, Panel panel, int left, Scale up, boolean labelled) {
    double[] x = panel.x;
    double low = x[0] / 1.2;
    Scale across = new Scale(low, 1.2 * x[x.length - 1], left, left + WIDTH);
    for (double tick : ticks(up)) {
      double y = up.at(tick);
      add(svg, "<path d=\"M%d %.1fh%d\" stroke=\"#dddddd\"/>", left, y, WIDTH);
      if (labelled) {
        add(
            svg,
            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
            left - 6,
            y + 4,
            brief(tick));
      }
    }
    for (int i = 0; i < x.length; i++) {
      double at = across.at(x[i]);
      add(svg, "<path d=\"M%.1f %dv5\" stroke=\"#888888\"/>", at, TOP + HEIGHT);
      add(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"10\">%s</text>",
          at,
          TOP + HEIGHT + 18,
          escaped(panel.marks.get(i)));
    }
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        left + WIDTH / 2,
        TOP + HEIGHT + 36,
        escaped(panel.label));
    add(
        svg,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888888\"/>",
        left,
        TOP,
        WIDTH,
        HEIGHT);
    for (int line = 0; line < panel.lines.size(); line++) {
      double[] y = panel.lines.get(line);
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < x.length; i++) {
        path.append(
            String.format(
                Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", across.at(x[i]), up.at(y[i])));
      }
      add(svg, "<path d=\"%s\" %s/>", path, stroke(line));
      for (int i = 0; i < x.length; i++) {
        add(
            svg,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s: %s</title></circle>",
            across.at(x[i]),
            up.at(y[i]),
            COLOURS.get(line % COLOURS.size()),
            escaped(panel.marks.get(i)),
            String.format(Locale.ROOT, "%.3g", y[i]));
      }
    }
  }

  private static String stroke(int line) {
    return "fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s"
        .formatted(
            COLOURS.get(line % COLOURS.size()), line == 0 ? "" : " stroke-dasharray=\"5 4\"");
  }

  /** 1, 2 and 5 times powers of ten. */
  private static List<Double> ticks(Scale scale) {
    List<Double> ticks = new ArrayList<>();
    double first = Math.floor(Math.log10(scale.low));
    for (double power = first; Math.pow(10, power) <= scale.high; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        double tick = digit * Math.pow(10, power);
        if (tick >= scale.low && tick <= scale.high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** 43,097 is 43k. */
  private static String brief(double value) {
    if (value >= 1e6) {
      return trimmed(value / 1e6) + "M";
    }
    return value >= 1e4 ? trimmed(Math.rint(value / 1e3)) + "k" : trimmed(value);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
