package io.sbr.cli.explain;

import io.sbr.cli.report.Table;
import io.sbr.data.Shown;
import io.sbr.models.explain.RuleExplanation;
import io.sbr.models.explain.RuleExplanation.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation of rules, as text: each item with the clicks that lead to it. */
public final class RuleText {
  private RuleText() {}

  /** The text, lines ended. */
  public static String of(RuleExplanation explanation) {
    Table table = new Table(0, List.of("rank", "item", "score", "because of"));
    for (int i = 0; i < explanation.results().size(); i++) {
      Result result = explanation.results().get(i);
      table.row(
          List.of(
              Integer.toString(i + 1),
              Shown.text(result.item()),
              number(result.score()),
              causes(result)));
    }
    return explanation.model()
        + ": score = sum of the rules from the session's clicks to the item\nclicks: "
        + explanation.clicks().stream().map(Shown::text).collect(Collectors.joining(", "))
        + "\n\n"
        + table;
  }

  private static String causes(Result result) {
    return result.causes().isEmpty()
        ? "no rule; filled in by popularity"
        : result.causes().stream()
            .map(cause -> Shown.text(cause.click()) + " " + number(cause.weight()))
            .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
