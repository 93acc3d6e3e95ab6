package io.sbr.bench.growth;

import io.sbr.bench.growth.GrowthPoint.Axis;
import io.sbr.bench.output.LogChart;
import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.roofline.Roofline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Steps of many sizes as tables and as a picture.
 *
 * @param model as in {@code --model}
 * @param ceilings of the processor, which the floors were computed from
 * @param points the first is the one around which the others vary
 */
record GrowthReport(String model, Roofline ceilings, List<GrowthPoint> points) {
  String markdown(Machine machine) {
    GrowthPoint middle = points.get(0);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "# Growth of the training step: %s%n%n%s%n%n"
                + "Made-up clicks; threads %d; sizes that do not vary: items %d, hidden %d, batch"
                + " %d. Roofline: %.0f GFLOP/s, %.1f GB/s.%nFloor: the products' operations at the"
                + " one, then Adam's bytes at the other.%n",
            model,
            machine.description(),
            ceilings.threads(),
            middle.items(),
            middle.hidden(),
            middle.batch(),
            ceilings.gflops(),
            ceilings.memory()));
    for (Axis axis : Axis.values()) {
      text.append('\n');
      text.append(
          Results.table(
              List.of(axis.label, "median ms", "min ms", "floor ms", "times floor", "GFLOP/s"),
              along(axis).stream().map(point -> cells(axis, point)).toList()));
    }
    return text.toString();
  }

  private static List<String> cells(Axis axis, GrowthPoint point) {
    return List.of(
        Integer.toString(axis.of(point)),
        number(point.median()),
        number(point.min()),
        number(point.floor()),
        number(point.median() / point.floor()),
        String.format(Locale.ROOT, "%.0f", point.gflops()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Points that differ from the first in this size alone, by size. */
  List<GrowthPoint> along(Axis axis) {
    GrowthPoint middle = points.get(0);
    return points.stream()
        .filter(point -> point.along(axis, middle))
        .sorted(Comparator.comparingInt(axis::of))
        .toList();
  }

  /** A panel for each size; SVG. */
  String picture() {
    List<LogChart.Panel> panels = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      List<GrowthPoint> along = along(axis);
      double[] x = along.stream().mapToDouble(axis::of).toArray();
      panels.add(
          new LogChart.Panel(
              axis.label,
              x,
              List.of(
                  along.stream().mapToDouble(GrowthPoint::median).toArray(),
                  along.stream().mapToDouble(GrowthPoint::floor).toArray())));
    }
    String title =
        "Training step of %s, ms, %d thread%s"
            .formatted(model, ceilings.threads(), ceilings.threads() == 1 ? "" : "s");
    return new LogChart(title, List.of("measured", "floor"), panels).svg();
  }
}
