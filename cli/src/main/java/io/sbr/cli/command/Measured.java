package io.sbr.cli.command;

import io.sbr.data.Shown;
import io.sbr.models.pipeline.Latency;
import io.sbr.models.pipeline.RunEvaluation;
import io.sbr.tensor.Ties;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code sbr evaluate} has to say.
 *
 * @param evaluation of the run
 * @param ties rule that ranked
 * @param latency of single requests, if it was asked for
 */
record Measured(RunEvaluation evaluation, Ties ties, Optional<Latency> latency) {
  /** Figures by key; the rule for ties only where it is not the usual one. */
  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>(evaluation.metrics().values());
    evaluation.lists().ifPresent(lists -> object.putAll(lists.values()));
    if (ties != Ties.ORDERED) {
      object.put("ties", ties.toString());
    }
    object.put("examples", evaluation.examples());
    object.put("unknown_targets", evaluation.unknownTargets());
    object.put("dropped_clicks", evaluation.droppedClicks());
    object.put("skipped_examples", evaluation.skipped());
    latency.ifPresent(
        measured -> {
          Map<String, Object> own = new LinkedHashMap<>();
          own.put("requests", measured.requests());
          own.put("warm_up", measured.warmUp());
          own.put("items", Latency.K);
          own.put("milliseconds", measured.milliseconds());
          object.put("latency", own);
        });
    return object;
  }

  /** Lines, each ended. */
  String text(String data, String model) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %d test examples, in percent%s\n%s"
            .formatted(
                Shown.text(data),
                evaluation.examples(),
                MetricsTable.rule(ties),
                MetricsTable.of(Map.of(model, evaluation.metrics()))));
    evaluation.lists().ifPresent(lists -> text.append(MetricsTable.ofLists(Map.of(model, lists))));
    text.append(
        "clicks on items the run does not know, dropped: %d\n"
            .formatted(evaluation.droppedClicks()));
    text.append(
        "targets the run does not know, counted as misses: %d\n"
            .formatted(evaluation.unknownTargets()));
    if (evaluation.skipped() > 0) {
      text.append(
          "examples with too few known clicks, left out: %d\n".formatted(evaluation.skipped()));
    }
    latency.ifPresent(measured -> text.append(line(measured)));
    return text.toString();
  }

  private static String line(Latency measured) {
    return measured.milliseconds().entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %.3f", entry.getKey(), entry.getValue()))
        .collect(
            Collectors.joining(
                ", ",
                "%d single requests for %d items, one at a time after %d to warm up, in ms: "
                    .formatted(measured.requests(), Latency.K, measured.warmUp()),
                "\n"));
  }
}
