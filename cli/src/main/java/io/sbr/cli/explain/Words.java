package io.sbr.cli.explain;

import io.sbr.cli.draw.Labels;
import io.sbr.cli.draw.Palette;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.explain.GraphExplanation.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an explanation's parts are called and what is to be known about them. */
final class Words {
  private static final Set<String> NAMED = Set.of("out", "in", "weight");

  private static final int LONGEST = 40;

  private Words() {}

  /** The item of a node. */
  static String item(GraphExplanation explanation, int node) {
    return explanation.clicks().stream()
        .filter(click -> click.node() == node)
        .map(Click::item)
        .findFirst()
        .orElseThrow();
  }

  /** By which way something is contributed. */
  static String of(Way way) {
    return switch (way) {
      case ATTENTION -> "through the session's attention";
      case TARGET -> "through the candidate item's own attention";
      case LAST -> "as the last click, by itself";
      case PRESENCE -> "by being there: score with the click minus score without";
    };
  }

  /** What is beside contributions. */
  static String rest(GraphExplanation explanation) {
    return explanation.rest().name().toLowerCase(Locale.ROOT);
  }

  /** The ways that occur. */
  static List<Way> ways(GraphExplanation explanation) {
    return explanation.results().stream()
        .flatMap(result -> result.parts().stream())
        .map(GraphExplanation.Part::way)
        .distinct()
        .toList();
  }

  /** What a reader must know, a sentence each. */
  static List<String> notes(GraphExplanation explanation) {
    List<String> notes = new ArrayList<>();
    notes.add(
        switch (explanation.method()) {
          case SUM ->
              "Each score is exactly the sum of what the clicks contribute and "
                  + switch (explanation.rest()) {
                    case BIAS -> "the bias of the read-out.";
                    case AGAIN -> "of what an item of the session has for being one.";
                    default -> "nothing else.";
                  }
                  + (explanation.edges().isEmpty()
                      ? ""
                      : " What a click contributes includes what its neighbours sent it along the"
                          + " graph, in as many steps as the model makes.");
          case LEAVE_ONE_OUT ->
              "This model's score is no sum over clicks. A contribution is the exact difference"
                  + " that leaving the click out makes, or the whole score where there is but one;"
                  + " the interaction is what is left of the score.";
        });
    notes.add(
        switch (explanation.attention()) {
          case SHARE ->
              explanation.padding() > 0
                  ? "Attention is shared: %s of it went to padding, as published."
                      .formatted(number(explanation.padding(), 3))
                  : "Attention is shared: it sums to 1 over the clicks.";
          case WEIGHT ->
              "Attention is a free weight here: it may be negative and need not sum to 1.";
          case NONE -> "This read-out has no attention.";
        });
    explanation
        .again()
        .ifPresent(
            share ->
                notes.add(
                    "Seen before: the model gives %s to a click on an item of this session again, the rest to all others."
                        .formatted(number(share, 3))));
    graphs(explanation).forEach((graph, edges) -> notes.add(edges(graph, edges)));
    if (!explanation.unknown().isEmpty()) {
      notes.add(
          "Left out, as the run does not know them: "
              + explanation.unknown().stream()
                  .map(id -> Labels.shorten(id, LONGEST))
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return notes;
  }

  private static String edges(String graph, List<Edge> edges) {
    String names =
        edges.get(0).weights().keySet().stream()
            .map(name -> NAMED.contains(name) ? name : "attention in " + name)
            .collect(Collectors.joining(" | "));
    String all = equal(edges) ? " (%s on all)".formatted(weights(edges.get(0), " | ")) : "";
    return "Edges, %s%s: %s.".formatted(names, all, graph);
  }

  /** The edges of each graph, in order. */
  static Map<String, List<Edge>> graphs(GraphExplanation explanation) {
    return explanation.edges().stream()
        .collect(Collectors.groupingBy(Edge::graph, LinkedHashMap::new, Collectors.toList()));
  }

  /** Whether all edges have the same weights. */
  static boolean equal(List<Edge> edges) {
    return edges.stream().map(Edge::weights).distinct().count() == 1;
  }

  /** An edge's weights in brief; one number if all are equal. */
  static String weights(Edge edge, String separator) {
    List<String> numbers =
        edge.weights().values().stream()
            .map(weight -> number(weight, 2).replaceAll("\\.?0+$", ""))
            .toList();
    return numbers.stream().distinct().count() == 1
        ? numbers.get(0)
        : String.join(separator, numbers);
  }

  /** So many decimals. */
  static String number(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0\\.?0*") ? text.substring(1) : text; // no minus before nothing
  }

  /** The colour of a way. */
  static String colour(Way way) {
    return switch (way) {
      case ATTENTION, PRESENCE -> Palette.POSITIVE;
      case TARGET -> "#009e73";
      case LAST -> "#e69f00";
    };
  }
}
