package io.sbr.cli.explain;

import io.sbr.cli.report.Table;
import io.sbr.data.Shown;
import io.sbr.models.explain.CountingExplanation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation of a model that counts, as text: each item with its count. */
public final class CountingText {
  private CountingText() {}

  /** The text, lines ended. */
  public static String of(CountingExplanation explanation) {
    Table table = new Table(0, List.of("rank", "item", "score", "count", "popularity"));
    for (int i = 0; i < explanation.results().size(); i++) {
      CountingExplanation.Result result = explanation.results().get(i);
      table.row(
          List.of(
              Integer.toString(i + 1),
              Shown.text(result.item()),
              String.format(Locale.ROOT, "%.4f", result.score()),
              Integer.toString(result.count()),
              String.format(Locale.ROOT, "%.4f", result.popularity())));
    }
    return explanation.model()
        + ": score = count + popularity, the popularity below 1\ncount: "
        + explanation.counted()
        + "\nclicks: "
        + explanation.clicks().stream().map(Shown::text).collect(Collectors.joining(", "))
        + "\n\n"
        + table;
  }
}
