package io.sbr.models.ask;

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
import java.util.stream.IntStream;

/**
 * An explanation by a session graph as plain values for a JSON object: everything, nothing
 * shortened or rounded.
 */
final class GraphJson {
  private GraphJson() {}

  /** The object's entries. */
  static Map<String, Object> of(GraphExplanation explanation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", explanation.model());
    object.put("unknown_clicks", explanation.unknown());
    object.put("attention", label(explanation.attention()));
    object.put("attention_of_padding", explanation.padding());
    explanation.again().ifPresent(share -> object.put("again", share));
    List<Object> clicks = new ArrayList<>();
    for (Click click : explanation.clicks()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("item", click.item());
      entry.put("node", click.node());
      entry.put("attention", Double.isNaN(click.attention()) ? null : click.attention());
      clicks.add(entry);
    }
    object.put("clicks", clicks);
    List<Object> edges = new ArrayList<>();
    for (Edge edge : explanation.edges()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("graph", edge.graph());
      entry.put("from", edge.from());
      entry.put("to", edge.to());
      entry.put("weights", edge.weights());
      edges.add(entry);
    }
    object.put("edges", edges);
    object.put("method", label(explanation.method()));
    object.put("rest", label(explanation.rest()));
    object.put("results", explanation.results().stream().map(r -> result(explanation, r)).toList());
    return object;
  }

  private static Map<String, Object> result(GraphExplanation explanation, Result result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("item", result.item());
    entry.put("score", result.score());
    int clicks = explanation.clicks().size();
    entry.put("contributions", IntStream.range(0, clicks).mapToObj(result::total).toList());
    entry.put("rest", result.rest());
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Part part : result.parts()) {
      parts.put(label(part.way()), part.values());
      if (!part.attention().isEmpty()) {
        entry.put("attention_of_item", part.attention());
      }
    }
    entry.put("parts", parts);
    return entry;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
