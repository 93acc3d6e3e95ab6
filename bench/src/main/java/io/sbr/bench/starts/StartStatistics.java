package io.sbr.bench.starts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Many starts summed up: how each case's figures spread, and what is slow among them.
 *
 * <p>Two things can be wrong. A start may be slow where others of its case are fast: then it is
 * named. Or so many starts of a case are slow that the median is, and none stands out: then the
 * case is, beside comparable ones and beside the fastest start of them all.
 *
 * @param rows for each figure each case, in the order of the starts; of cases that never failed or
 *     did so not always
 * @param slow starts that stand out of their case, in any figure
 * @param failed starts that gave no times
 */
record StartStatistics(List<CaseRow> rows, List<SlowStart> slow, List<Start> failed) {
  /** Times the median; what noise does is less. */
  static final double SLOW = 1.5;

  /** Times the fastest start, for medians; the fastest of many may be lucky by less. */
  static final double FAR_FROM_FASTEST = 2;

  /**
   * A figure of a case, in the figure's unit.
   *
   * @param starts that gave it
   * @param bestMedian least median of all comparable cases
   * @param fastest least of all starts of comparable cases
   */
  record CaseRow(
      UserFigure figure,
      StartCase startCase,
      long starts,
      double min,
      double median,
      double max,
      double bestMedian,
      double fastest) {
    /** The slowest start beside the median. */
    double spread() {
      return max / median;
    }

    /** The median beside that of the fastest comparable case. */
    double timesBest() {
      return median / bestMedian;
    }

    /** Whether the case as a whole is slow, so that its median is no measure of its starts. */
    boolean oftenSlow() {
      return median > SLOW * bestMedian || median > FAR_FROM_FASTEST * fastest;
    }
  }

  /**
   * A start that stands out.
   *
   * @param value of the figure
   * @param median of the figure in the start's case
   */
  record SlowStart(Start start, UserFigure figure, double value, double median) {}

  /** Sums up starts of any cases. */
  static StartStatistics of(List<Start> starts) {
    List<CaseRow> rows = new ArrayList<>();
    List<SlowStart> slow = new ArrayList<>();
    List<Start> done = starts.stream().filter(start -> !start.failed()).toList();
    for (UserFigure figure : UserFigure.values()) {
      Map<StartCase, DescriptiveStatistics> byCase = byCase(done, figure);
      byCase.forEach((startCase, times) -> rows.add(row(figure, startCase, byCase)));
      for (Start start : done) {
        double median = byCase.get(start.startCase()).getPercentile(50);
        double value = start.times().get(figure);
        if (value > SLOW * median) {
          slow.add(new SlowStart(start, figure, value, median));
        }
      }
    }
    return new StartStatistics(rows, slow, starts.stream().filter(Start::failed).toList());
  }

  private static Map<StartCase, DescriptiveStatistics> byCase(
      List<Start> starts, UserFigure figure) {
    Map<StartCase, DescriptiveStatistics> byCase = new LinkedHashMap<>();
    for (Start start : starts) {
      byCase
          .computeIfAbsent(start.startCase(), c -> new DescriptiveStatistics())
          .addValue(start.times().get(figure));
    }
    return byCase;
  }

  private static CaseRow row(
      UserFigure figure, StartCase startCase, Map<StartCase, DescriptiveStatistics> byCase) {
    double bestMedian = Double.POSITIVE_INFINITY;
    double fastest = Double.POSITIVE_INFINITY;
    for (Map.Entry<StartCase, DescriptiveStatistics> other : byCase.entrySet()) {
      if (startCase.comparable(other.getKey())) {
        bestMedian = Math.min(bestMedian, other.getValue().getPercentile(50));
        fastest = Math.min(fastest, other.getValue().getMin());
      }
    }
    DescriptiveStatistics times = byCase.get(startCase);
    return new CaseRow(
        figure,
        startCase,
        times.getN(),
        times.getMin(),
        times.getPercentile(50),
        times.getMax(),
        bestMedian,
        fastest);
  }

  /** Cases that are slow as a whole, figure by figure. */
  List<CaseRow> oftenSlow() {
    return rows.stream().filter(CaseRow::oftenSlow).toList();
  }

  /** Whether every start did its work and none was slow. */
  boolean clean() {
    return slow.isEmpty() && failed.isEmpty() && oftenSlow().isEmpty();
  }
}
