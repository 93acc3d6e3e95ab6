package io.sbr.cli.explain;

import io.sbr.cli.report.Table;
import io.sbr.data.Shown;
import io.sbr.models.explain.NeighbourExplanation;
import io.sbr.models.explain.NeighbourExplanation.Result;
import io.sbr.models.explain.NeighbourExplanation.Voice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation of a neighbour method, as text: each item with the past sessions behind it. */
public final class NeighbourText {
  private NeighbourText() {}

  /** The text, lines ended. */
  public static String of(NeighbourExplanation explanation) {
    StringBuilder text = new StringBuilder();
    text.append(explanation.model())
        .append(": score = what past sessions say that are like this one\nclicks: ")
        .append(names(explanation.clicks()))
        .append("\n\n");
    Table items = new Table(0, List.of("rank", "item", "score", "past sessions", "they said"));
    for (int i = 0; i < explanation.results().size(); i++) {
      Result result = explanation.results().get(i);
      items.row(
          List.of(
              Integer.toString(i + 1),
              Shown.text(result.item()),
              number(result.score()),
              Integer.toString(result.neighbours()),
              number(result.said())));
    }
    text.append(items);
    explanation.results().forEach(result -> text.append('\n').append(voices(result, explanation)));
    return text.toString();
  }

  private static String voices(Result result, NeighbourExplanation explanation) {
    String item = Shown.text(result.item());
    if (result.neighbours() == 0) {
      return item + ": no past session speaks for it; it is filled in by popularity\n";
    }
    StringBuilder text = new StringBuilder();
    int more = result.neighbours() - result.voices().size();
    text.append(item).append(more > 0 ? ": the loudest of its past sessions\n" : ":\n");
    for (Voice voice : result.voices()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s of %s, similarity %s, %.1f days old, session %d: %s\n",
              number(voice.said()),
              number(result.said()),
              number(voice.similarity()),
              voice.days(),
              voice.session(),
              marked(voice, result, explanation)));
    }
    if (more > 0) {
      text.append("  and ").append(more).append(" more\n");
    }
    return text.toString();
  }

  /**
   * The items of a past session, [those clicked now] and *the one that it speaks for* each with
   * what stands beside it; the others are left out.
   */
  private static String marked(Voice voice, Result result, NeighbourExplanation explanation) {
    List<String> items = voice.items();
    boolean[] kept = new boolean[items.size()];
    for (int i = 0; i < kept.length; i++) {
      String item = items.get(i);
      if (item.equals(result.item()) || explanation.clicks().contains(item)) {
        Arrays.fill(kept, Math.max(0, i - 1), Math.min(kept.length, i + 2), true);
      }
    }
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        shown.add(marked(items.get(i), result, explanation));
      } else if (i == 0 || kept[i - 1]) {
        shown.add("…");
      }
    }
    return String.join(", ", shown);
  }

  private static String marked(String item, Result result, NeighbourExplanation explanation) {
    String text = Shown.text(item);
    String now = explanation.clicks().contains(item) ? "[" + text + "]" : text;
    return item.equals(result.item()) ? "*" + now + "*" : now;
  }

  private static String names(List<String> ids) {
    return ids.stream().map(Shown::text).collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
