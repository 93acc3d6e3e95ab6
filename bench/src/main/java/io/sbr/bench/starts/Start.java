package io.sbr.bench.starts;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One start of a JVM that did a user's work, or did not.
 *
 * @param startCase how it was started
 * @param round from 1; the same for all cases of one turn
 * @param times by figure, in the figure's unit; empty if it failed
 * @param failure one line; empty if it did not fail
 */
record Start(StartCase startCase, int round, Map<UserFigure, Double> times, String failure) {
  /** Whether it has no times. */
  boolean failed() {
    return !failure.isEmpty();
  }

  /** One line for people. */
  String line() {
    return startCase.name()
        + ", start "
        + round
        + ": "
        + (failed()
            ? "FAILED: " + failure
            : times.entrySet().stream()
                .map(e -> text(e.getKey(), e.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static String text(UserFigure figure, double value) {
    return String.format(Locale.ROOT, "%s %.2f %s", figure.label, value, figure.unit);
  }
}
