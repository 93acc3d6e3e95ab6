package io.sbr.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sbr.bench.load.drive.Percentiles;
import io.sbr.bench.output.LogChart;
import io.sbr.bench.output.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a load is written to. */
public final class LoadReport {
  /** One in two requests is above the first, one in 10,000 above the last. */
  private static final double[] DRAWN = {50, 75, 90, 95, 99, 99.9, 99.99};

  /** What a logarithmic scale can begin with, ms. */
  private static final double LEAST = 1e-3;

  private LoadReport() {}

  /**
   * Writes a report for programs, the machine first.
   *
   * @param file replaced if it is there; none is written if null
   */
  public static void write(Path file, Machine machine, Map<String, Object> report)
      throws IOException {
    if (file == null) {
      return;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("machine", machine);
    object.putAll(report);
    createFolder(file);
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), object);
    System.out.println("written: " + file);
  }

  /** Writes a picture; none if the file is null. */
  static void writePicture(Path file, String svg) throws IOException {
    if (file == null) {
      return;
    }
    createFolder(file);
    Files.writeString(file, svg);
    System.out.println("written: " + file);
  }

  private static void createFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  /**
   * Latency by percentile: across, how many requests there are for one that takes longer; both
   * scales logarithmic. Percentiles that too few requests speak for are left out.
   */
  static String picture(String title, Percentiles latency, Percentiles late) {
    double[] drawn =
        Arrays.stream(DRAWN)
            .filter(percentage -> percentage == DRAWN[0] || latency.count() >= oneIn(percentage))
            .toArray();
    LogChart.Panel panel =
        new LogChart.Panel(
            "percentile of requests; ms",
            Arrays.stream(drawn).map(LoadReport::oneIn).toArray(),
            Arrays.stream(drawn).mapToObj(Percentiles::name).toList(),
            List.of(values(latency, drawn), values(late, drawn)));
    return new LogChart(title, List.of("answered", "sent"), List.of(panel)).svg();
  }

  private static double oneIn(double percentage) {
    return 100 / (100 - percentage);
  }

  private static double[] values(Percentiles percentiles, double[] drawn) {
    return Arrays.stream(drawn).map(p -> Math.max(LEAST, percentiles.at(p))).toArray();
  }

  /** Latency by rate, of loads that had answers; ascending. */
  static String picture(String title, List<Measured> loads) {
    List<Measured> answered =
        loads.stream().filter(load -> load.result().latency().count() > 0).toList();
    if (answered.isEmpty()) {
      throw new IllegalArgumentException("--picture: there was no answer to draw");
    }
    double[] rates = answered.stream().mapToDouble(Measured::rate).toArray();
    double[] percentages = {90, 50, 99};
    List<double[]> lines = new ArrayList<>();
    for (double percentage : percentages) {
      lines.add(
          answered.stream()
              .mapToDouble(load -> Math.max(LEAST, load.result().latency().at(percentage)))
              .toArray());
    }
    List<String> names = Arrays.stream(percentages).mapToObj(Percentiles::name).toList();
    return new LogChart(
            title, names, List.of(new LogChart.Panel("requests per second; ms", rates, lines)))
        .svg();
  }
}
