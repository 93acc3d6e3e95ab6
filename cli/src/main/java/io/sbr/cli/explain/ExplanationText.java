package io.sbr.cli.explain;

import io.sbr.cli.draw.Labels;
import io.sbr.cli.report.Table;
import io.sbr.models.explain.GraphExplanation;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.explain.GraphExplanation.Result;
import java.util.ArrayList;
import java.util.List;

/** An explanation as tables: the graph, then a row for each click and a column for each result. */
public final class ExplanationText {
  /** Results side by side; more go below. */
  private static final int ABREAST = 5;

  private static final int LABEL = 20;
  private static final int RESULT = 14;
  private static final int LINE = 100;

  private ExplanationText() {}

  /** Lines, each ended. */
  public static String of(GraphExplanation explanation) {
    StringBuilder text = new StringBuilder();
    Words.graphs(explanation)
        .forEach(
            (graph, edges) ->
                text.append("  edges: " + graph + "\n")
                    .append(edges(explanation, edges))
                    .append('\n'));
    List<Result> results = explanation.results();
    for (int from = 0; from < results.size(); from += ABREAST) {
      int to = Math.min(from + ABREAST, results.size());
      text.append(contributions(explanation, from, to)).append('\n');
    }
    for (String note : Words.notes(explanation)) {
      Labels.wrap(note, line -> line.length() <= LINE)
          .forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static Table edges(GraphExplanation explanation, List<Edge> edges) {
    List<String> header = new ArrayList<>(List.of("from", "to"));
    header.addAll(edges.get(0).weights().keySet());
    Table table = new Table(2, header);
    for (Edge edge : edges) {
      List<String> row = new ArrayList<>();
      row.add(Labels.shorten(Words.item(explanation, edge.from()), LABEL));
      row.add(Labels.shorten(Words.item(explanation, edge.to()), LABEL));
      edge.weights().values().forEach(weight -> row.add(Words.number(weight, 3)));
      table.row(row);
    }
    return table;
  }

  private static Table contributions(GraphExplanation explanation, int from, int to) {
    boolean attentive = explanation.attention() != GraphExplanation.Attention.NONE;
    List<String> header = new ArrayList<>(List.of("click", ""));
    header.add("attention");
    List<Result> results = explanation.results().subList(from, to);
    for (int r = from; r < to; r++) {
      String item = Labels.shorten(explanation.results().get(r).item(), RESULT);
      header.add(r + 1 + ": " + item);
    }
    Table table = new Table(2, header);
    List<Click> clicks = explanation.clicks();
    for (int c = 0; c < clicks.size(); c++) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(c + 1));
      row.add(Labels.shorten(clicks.get(c).item(), LABEL));
      row.add(attentive ? Words.number(clicks.get(c).attention(), 3) : "none");
      for (Result result : results) {
        row.add(Words.number(result.total(c), 3));
      }
      table.row(row);
    }
    List<String> rest = new ArrayList<>(List.of("", Words.rest(explanation), ""));
    List<String> score = new ArrayList<>(List.of("", "score", ""));
    for (Result result : results) {
      rest.add(Words.number(result.rest(), 3));
      score.add(Words.number(result.score(), 3));
    }
    if (explanation.rest() != GraphExplanation.Rest.ROUNDING) {
      table.row(rest);
    }
    table.row(score);
    return table;
  }
}
