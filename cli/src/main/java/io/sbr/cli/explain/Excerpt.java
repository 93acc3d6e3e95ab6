package io.sbr.cli.explain;

import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.explain.GraphExplanation.Part;
import io.sbr.models.explain.GraphExplanation.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is drawn of an explanation: its last clicks, since a picture of ten thousand is one that no
 * viewer opens. Scores stay what they are; what earlier clicks added to them is not shown.
 *
 * @param drawn the last clicks, nodes numbered anew, with the edges between them
 * @param note says what is left out; empty if nothing is
 */
record Excerpt(GraphExplanation drawn, Optional<String> note) {
  /** Clicks of a picture. */
  static final int MOST = 100;

  /** The last {@value #MOST} clicks. */
  static Excerpt of(GraphExplanation whole) {
    int all = whole.clicks().size();
    if (all <= MOST) {
      return new Excerpt(whole, Optional.empty());
    }
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    List<Click> clicks = new ArrayList<>();
    for (Click click : whole.clicks().subList(all - MOST, all)) {
      numbers.putIfAbsent(click.node(), numbers.size() + 1);
      clicks.add(new Click(click.item(), numbers.get(click.node()), click.attention()));
    }
    List<Edge> edges = new ArrayList<>();
    for (Edge edge : whole.edges()) {
      Integer from = numbers.get(edge.from());
      Integer to = numbers.get(edge.to());
      if (from != null && to != null) {
        edges.add(new Edge(edge.graph(), from, to, edge.weights()));
      }
    }
    GraphExplanation drawn =
        new GraphExplanation(
            whole.model(),
            clicks,
            whole.unknown(),
            edges,
            whole.attention(),
            whole.padding(),
            whole.again(),
            whole.method(),
            whole.rest(),
            whole.results().stream().map(Excerpt::last).toList());
    String note =
        "Drawn are the last %,d of %,d clicks; the text and JSON have all, and what each added.";
    return new Excerpt(drawn, Optional.of(String.format(Locale.ROOT, note, MOST, all)));
  }

  private static Result last(Result result) {
    List<Part> parts =
        result.parts().stream()
            .map(part -> new Part(part.way(), last(part.values()), last(part.attention())))
            .toList();
    return new Result(result.item(), result.score(), parts, result.rest());
  }

  private static List<Double> last(List<Double> values) {
    return values.subList(Math.max(0, values.size() - MOST), values.size());
  }
}
