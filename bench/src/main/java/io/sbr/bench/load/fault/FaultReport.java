package io.sbr.bench.load.fault;

import io.sbr.bench.load.drive.LoadResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A fault, and what visitors noticed of it.
 *
 * @param fault which
 * @param outcome of itself
 * @param visits of those who asked meanwhile
 */
record FaultReport(FaultName fault, Outcome outcome, LoadResult visits) {
  /**
   * Whether nobody noticed, and the server did as it should. Of those who ask while it ends the
   * outcome speaks itself.
   */
  boolean isGood() {
    boolean unnoticed = fault == FaultName.SIGTERM ? visits.wrong() == 0 : visits.errors() == 0;
    return unnoticed && outcome.good();
  }

  /** For people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%s %s%n  %s%n  healthy: %d asked, %d answered, %d wrong, %d lost;"
            + " ms: p50 %.2f p90 %.2f p99 %.2f max %.2f%n",
        isGood() ? "good" : "BAD",
        fault,
        outcome.figures(),
        visits.asked(),
        visits.answered(),
        visits.wrong(),
        visits.asked() - visits.answered(),
        visits.latency().at(50),
        visits.latency().at(90),
        visits.latency().at(99),
        visits.latency().max());
  }

  /** For programs. */
  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("fault", fault.toString());
    object.put("good", isGood());
    object.putAll(outcome.figures());
    object.put("healthy", visits.json());
    return object;
  }
}
