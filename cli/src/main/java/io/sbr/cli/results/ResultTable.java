package io.sbr.cli.results;

import io.sbr.models.run.DataIdentity;
import io.sbr.models.study.Holm;
import io.sbr.models.study.Outcome;
import io.sbr.models.study.PairedTest;
import io.sbr.models.study.Slice;
import io.sbr.models.study.TestPart;
import io.sbr.models.train.Protocol;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All rows of one data set under one protocol, and how each differs from one of them.
 *
 * @param data the data set; null if no run has seen it yet
 * @param set its name
 * @param protocol what epochs are chosen on
 * @param rows with figures, models first, then baselines
 * @param missing rows that are asked for and have no run, by name
 * @param part the test examples; null if the data are not at hand
 * @param reference the row that the others are compared with; null if there is none
 * @param differences from it, by row; without the reference itself and rows that are not finished
 */
record ResultTable(
    DataIdentity data,
    String set,
    Protocol protocol,
    List<ResultRow> rows,
    List<String> missing,
    TestPart part,
    ResultRow reference,
    Map<ResultRow, Difference> differences) {
  /**
   * How a row differs from the reference.
   *
   * @param recall difference of the means, percentage points
   * @param recallP chance of such a difference if there were none, adjusted over the table; NaN if
   *     ranks are missing
   * @param mrr the same for MRR
   * @param mrrP the same for MRR
   */
  record Difference(double recall, double recallP, double mrr, double mrrP) {}

  static ResultTable of(
      DataIdentity data,
      String set,
      Protocol protocol,
      List<ResultRow> rows,
      List<String> missing,
      TestPart part,
      String referenceName) {
    ResultRow reference =
        rows.stream()
            .filter(row -> row.name().equals(referenceName) && row.recall().runs() > 0)
            .findFirst()
            .orElse(null);
    return new ResultTable(
        data,
        set,
        protocol,
        rows,
        missing,
        part,
        reference,
        reference == null ? Map.of() : differences(rows, reference, part));
  }

  private static Map<ResultRow, Difference> differences(
      List<ResultRow> rows, ResultRow reference, TestPart part) {
    List<ResultRow> others =
        rows.stream()
            .filter(row -> row != reference && row.recall().runs() > 0 && row.isFinished())
            .toList();
    List<Double> values = new ArrayList<>();
    for (ResultRow row : others) {
      values.add(p(part, row.outcome(), reference.outcome(), Outcome::hits));
      values.add(p(part, row.outcome(), reference.outcome(), Outcome::reciprocals));
    }
    double[] all = adjusted(values);
    Map<ResultRow, Difference> differences = new LinkedHashMap<>();
    for (int i = 0; i < others.size(); i++) {
      ResultRow row = others.get(i);
      differences.put(
          row,
          new Difference(
              row.recall().mean() - reference.recall().mean(),
              all[2 * i],
              row.mrr().mean() - reference.mrr().mean(),
              all[2 * i + 1]));
    }
    return differences;
  }

  /**
   * What a blend gains over each of its parts, by the part's name, as far as ranks were kept; the
   * chances are adjusted over these tests.
   */
  Map<String, Difference> gains(ResultRow row) {
    List<Double> values = new ArrayList<>();
    for (Outcome alone : row.parts().values()) {
      values.add(p(part, row.outcome(), alone, Outcome::hits));
      values.add(p(part, row.outcome(), alone, Outcome::reciprocals));
    }
    double[] all = adjusted(values);
    Map<String, Difference> gains = new LinkedHashMap<>();
    int next = 0;
    for (Map.Entry<String, Outcome> alone : row.parts().entrySet()) {
      double recallP = all[next++];
      double mrrP = all[next++];
      if (!Double.isNaN(recallP)) {
        Slice everything = Slice.all(part);
        gains.put(
            alone.getKey(),
            new Difference(
                row.outcome().recall(everything) - alone.getValue().recall(everything),
                recallP,
                row.outcome().mrr(everything) - alone.getValue().mrr(everything),
                mrrP));
      }
    }
    return gains;
  }

  /** By {@link Holm}; those that are NaN stay so and do not count. */
  private static double[] adjusted(List<Double> values) {
    double[] adjusted =
        Holm.adjusted(
            values.stream().filter(p -> !p.isNaN()).mapToDouble(Double::doubleValue).toArray());
    int next = 0;
    double[] all = new double[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i).isNaN() ? Double.NaN : adjusted[next++];
    }
    return all;
  }

  private static double p(
      TestPart part, Outcome of, Outcome against, Function<Outcome, double[]> figure) {
    double[] a = figure.apply(of);
    double[] b = figure.apply(against);
    boolean testable = part != null && a != null && b != null && part.sessions() > 1;
    return testable ? PairedTest.p(part, a, b) : Double.NaN;
  }

  /** The rule by which equal scores are ranked, the same in all rows. */
  Ties ties() {
    return rows.stream()
        .flatMap(row -> row.runs().stream())
        .findFirst()
        .map(run -> run.info().settings().ties())
        .orElse(Ties.ORDERED);
  }

  /**
   * For the names of files: {@code diginetica-paper}. What a data set is called is no path: {@code
   * ../x} stays in the folder.
   */
  String label() {
    return set.replaceAll("[^\\p{L}\\p{N}._-]", "_") + "-" + protocol;
  }
}
