package io.sbr.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.roofline.Roofline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Dense products in turns: for each shape the medians of the runs' medians, ours and the peer's.
 *
 * @param shapes in the order of the first run
 * @param threads of all runs
 * @param ceilings of the processor, or null where they were not measured
 */
record ProductComparison(List<Shape> shapes, int threads, Roofline ceilings)
    implements Comparison.Summary {
  /**
   * One shape; 10⁹ operations a second.
   *
   * @param shape the peer's name of it
   * @param ours median of our runs' medians
   * @param theirs the same of the peer's
   * @param share ours divided by theirs
   * @param ourBest of all our runs
   * @param theirBest of all theirs
   */
  record Shape(
      String shape, double ours, double theirs, double share, double ourBest, double theirBest) {}

  /**
   * Sums up.
   *
   * @param runs each an array of shapes; ours say that they are
   * @throws IllegalArgumentException if a shape was measured by one side alone
   */
  static ProductComparison of(List<JsonNode> runs, Roofline ceilings) {
    Map<String, List<JsonNode>> byShape = new LinkedHashMap<>();
    for (JsonNode run : runs) {
      for (JsonNode row : run) {
        byShape.computeIfAbsent(row.path("shape").asText(), s -> new ArrayList<>()).add(row);
      }
    }
    List<Shape> shapes = new ArrayList<>();
    byShape.forEach(
        (shape, rows) -> {
          List<JsonNode> ours = rows.stream().filter(row -> row.has("program")).toList();
          List<JsonNode> theirs = rows.stream().filter(row -> !row.has("program")).toList();
          if (ours.isEmpty() || theirs.isEmpty()) {
            throw new IllegalArgumentException(
                "the product " + shape + " was measured by one side alone");
          }
          double our = StatUtils.percentile(rates(ours, "median"), 50);
          double their = StatUtils.percentile(rates(theirs, "median"), 50);
          shapes.add(
              new Shape(
                  shape,
                  our,
                  their,
                  our / their,
                  StatUtils.max(rates(ours, "best")),
                  StatUtils.max(rates(theirs, "best"))));
        });
    return new ProductComparison(shapes, runs.get(0).get(0).path("threads").intValue(), ceilings);
  }

  private static double[] rates(List<JsonNode> rows, String statistic) {
    return rows.stream().mapToDouble(row -> row.path(statistic).doubleValue()).toArray();
  }

  @Override
  public String kind() {
    return "gemm-" + threads;
  }

  @Override
  public Object rows() {
    return shapes;
  }

  @Override
  public String markdown(Machine machine) {
    String peak =
        ceilings == null
            ? ""
            : String.format(Locale.ROOT, ", multiply-add ceiling %.0f GFLOP/s", ceilings.gflops());
    return "# Dense products in turns\n\n%s\n\nGFLOP/s with %d thread%s%s; theirs: torch.mm\n\n%s"
        .formatted(
            machine.description(),
            threads,
            threads == 1 ? "" : "s",
            peak,
            Results.table(
                List.of("product", "ours", "theirs", "ours / theirs", "our best", "their best"),
                shapes.stream().map(ProductComparison::cells).toList()));
  }

  private static List<String> cells(Shape s) {
    return List.of(
        s.shape,
        number("%.1f", s.ours),
        number("%.1f", s.theirs),
        number("%.0f %%", 100 * s.share),
        number("%.1f", s.ourBest),
        number("%.1f", s.theirBest));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
