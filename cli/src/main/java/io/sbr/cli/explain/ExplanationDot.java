package io.sbr.cli.explain;

import io.sbr.cli.draw.Labels;
import io.sbr.cli.draw.Palette;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Attention;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.explain.GraphExplanation.Result;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An explanation in Graphviz' DOT language: a circle for each node of the session graph, a box for
 * each result; dashed lines are contributions.
 */
public final class ExplanationDot {
  private static final double WIDEST = 3;

  private final GraphExplanation explanation;
  private final StringBuilder dot = new StringBuilder();

  private ExplanationDot(GraphExplanation explanation) {
    this.explanation = explanation;
  }

  /** One digraph, of at most {@value Excerpt#MOST} clicks, the last ones. */
  public static String of(GraphExplanation explanation) {
    Excerpt excerpt = Excerpt.of(explanation);
    return new ExplanationDot(excerpt.drawn()).draw(excerpt.note());
  }

  private String draw(Optional<String> note) {
    line("digraph explanation {");
    line("  rankdir=LR;");
    note.ifPresent(words -> line("  label=%s;", quoted(words)));
    line("  node [fontname=\"Helvetica\", style=filled, fillcolor=\"#eef4fa\"];");
    line("  edge [fontname=\"Helvetica\", fontsize=10];");
    int nodes = explanation.clicks().stream().mapToInt(Click::node).max().orElseThrow();
    double[] attention = new double[nodes + 1];
    explanation.clicks().forEach(click -> attention[click.node()] += click.attention());
    for (int node = 1; node <= nodes; node++) {
      line("  n%d [shape=ellipse, label=%s];", node, quoted(label(node, attention[node])));
    }
    for (Edge edge : explanation.edges()) {
      String weights = Words.weights(edge, " | ");
      String tip = quoted(edge.graph() + ": " + edge.weights());
      line("  n%d -> n%d [label=\"%s\", edgetooltip=%s];", edge.from(), edge.to(), weights, tip);
    }
    double most =
        explanation.results().stream()
            .flatMapToDouble(
                result -> IntStream.rangeClosed(1, nodes).mapToDouble(n -> Math.abs(of(result, n))))
            .max()
            .orElse(0);
    List<Result> results = explanation.results();
    for (int r = 0; r < results.size(); r++) {
      Result result = results.get(r);
      String score = Words.number(result.score(), 3);
      String rest = Words.rest(explanation) + " " + Words.number(result.rest(), 3);
      String text = (r + 1) + ". " + Labels.clean(result.item()) + "\nscore " + score + "\n" + rest;
      line("  r%d [shape=box, fillcolor=\"#ffffff\", label=%s];", r + 1, quoted(text));
      for (int node = 1; node <= nodes; node++) {
        double value = of(result, node);
        line(
            "  n%d -> r%d [style=dashed, color=\"%s\", penwidth=%s, label=\"%s\"];",
            node,
            r + 1,
            value < 0 ? Palette.NEGATIVE : Palette.POSITIVE,
            Words.number(most == 0 ? 1 : 0.3 + WIDEST * Math.abs(value) / most, 2),
            Words.number(value, 2));
      }
    }
    line("}");
    return dot.toString();
  }

  /** What all clicks of a node contribute. */
  private double of(Result result, int node) {
    return IntStream.range(0, explanation.clicks().size())
        .filter(c -> explanation.clicks().get(c).node() == node)
        .mapToDouble(result::total)
        .sum();
  }

  private String label(int node, double attention) {
    String positions =
        IntStream.range(0, explanation.clicks().size())
            .filter(c -> explanation.clicks().get(c).node() == node)
            .mapToObj(c -> Integer.toString(c + 1))
            .collect(Collectors.joining(", "));
    String text = Labels.clean(Words.item(explanation, node)) + "\nclick " + positions;
    return explanation.attention() == Attention.NONE
        ? text
        : text + "\nattention " + Words.number(attention, 3);
  }

  /** Graphviz reads character references in labels, too: an id {@code &lt;} is no angle. */
  private static String quoted(String text) {
    String escaped =
        text.lines()
            .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "&amp;"))
            .collect(Collectors.joining("\\n"));
    return '"' + escaped + '"';
  }

  private void line(String format, Object... values) {
    dot.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
