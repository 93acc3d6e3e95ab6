package io.sbr.bench.starts;

import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Starts of JVMs as tables, and what is slow among them in words. */
record StartsReport(StartStatistics statistics) {
  /** The whole text, a title first and then where it was measured. */
  String markdown(Machine machine) {
    StringBuilder text = new StringBuilder("# Starts of the JVM\n\n");
    text.append(machine.description()).append("\n\n");
    text.append(
        """
        Each start is a fresh JVM that trains on `demo` for two epochs, takes 60 SR-GNN steps at Diginetica's sizes,
        evaluates on made-up pairs and answers from the trained run; its compiler's work is in the times. Cases take
        turns, start by start. launcher: the options of `sbr` itself; bare: `--add-modules jdk.incubator.vector` and the
        collector alone; busy: another program takes one processor.
        """);
    for (UserFigure figure : UserFigure.values()) {
      text.append("\n## ").append(figure.label).append(", ").append(figure.unit).append("\n\n");
      text.append(
          Results.table(
              List.of("case", "starts", "min", "median", "max", "max / median", "median / best"),
              statistics.rows().stream()
                  .filter(row -> row.figure() == figure)
                  .map(StartsReport::cells)
                  .toList()));
    }
    text.append("\n## Verdict\n\n");
    verdict().forEach(line -> text.append("- ").append(line).append('\n'));
    return text.toString();
  }

  private static List<String> cells(StartStatistics.CaseRow row) {
    return List.of(
        row.startCase().name(),
        Long.toString(row.starts()),
        number(row.min()),
        number(row.median()),
        number(row.max()),
        number(row.spread()),
        number(row.timesBest()));
  }

  /** One line for everything that is wrong; one that says so if nothing is. */
  List<String> verdict() {
    if (statistics.clean()) {
      return List.of(
          "no start above %s times its case's median, no case above %s times the best"
              .formatted(StartStatistics.SLOW, StartStatistics.SLOW));
    }
    return Stream.of(
            lines(statistics.failed(), Start::line),
            lines(statistics.slow(), StartsReport::line),
            lines(statistics.oftenSlow(), StartsReport::line))
        .flatMap(lines -> lines)
        .toList();
  }

  private static <T> Stream<String> lines(List<T> wrong, Function<T, String> line) {
    return wrong.stream().map(line);
  }

  private static String line(StartStatistics.SlowStart slow) {
    return "SLOW %s, start %d: %s %s %s, %s times the median"
        .formatted(
            slow.start().startCase().name(),
            slow.start().round(),
            slow.figure().label,
            number(slow.value()),
            slow.figure().unit,
            number(slow.value() / slow.median()));
  }

  private static String line(StartStatistics.CaseRow row) {
    return "OFTEN SLOW %s: %s %s %s in the median, %s times the best case's and %s times the fastest start"
        .formatted(
            row.startCase().name(),
            row.figure().label,
            number(row.median()),
            row.figure().unit,
            number(row.timesBest()),
            number(row.median() / row.fastest()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
