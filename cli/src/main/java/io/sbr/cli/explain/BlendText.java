package io.sbr.cli.explain;

import io.sbr.cli.report.Table;
import io.sbr.data.Shown;
import io.sbr.models.explain.BlendExplanation;
import java.util.List;
import java.util.Locale;

/** An explanation of a blend, as text: what each of the two adds, then what each says of it. */
public final class BlendText {
  private BlendText() {}

  /** The text, lines ended. */
  public static String of(BlendExplanation explanation) {
    String network = explanation.network().model();
    String neighbours = explanation.neighbours().model();
    StringBuilder text = new StringBuilder();
    text.append(explanation.model())
        .append(": probability = what ")
        .append(network)
        .append(" and ")
        .append(neighbours)
        .append(" add\n");
    text.append(
        explanation.lambda() == 0
            ? neighbours + " has no part in this session\n\n"
            : String.format(
                Locale.ROOT,
                "%s has %.1f %% of the weight in this session\n\n",
                neighbours,
                100 * explanation.lambda()));
    Table table =
        new Table(0, List.of("rank", "item", "percent", network, neighbours, "of it neighbours"));
    for (int i = 0; i < explanation.results().size(); i++) {
      BlendExplanation.Result result = explanation.results().get(i);
      table.row(
          List.of(
              Integer.toString(i + 1),
              Shown.text(result.item()),
              percent(result.probability()),
              percent(result.network()),
              percent(result.neighbours()),
              String.format(Locale.ROOT, "%.0f %%", 100 * result.share())));
    }
    text.append(table).append("\nwhat ").append(network).append(" says\n\n");
    text.append(ExplanationText.of(explanation.network()));
    text.append("\nwhat ").append(neighbours).append(" says\n\n");
    text.append(NeighbourText.of(explanation.neighbours()));
    return text.toString();
  }

  private static String percent(double probability) {
    return String.format(Locale.ROOT, "%.3f", 100 * probability);
  }
}
