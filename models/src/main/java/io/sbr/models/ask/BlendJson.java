package io.sbr.models.ask;

import io.sbr.models.explain.BlendExplanation;
import java.util.LinkedHashMap;
import java.util.Map;

/** An explanation of a blend, for programs. */
final class BlendJson {
  private BlendJson() {}

  /** The object, keys in order: the blend's own, then what either of the two says for itself. */
  static Map<String, Object> of(BlendExplanation explanation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", explanation.model());
    object.put("unknown_clicks", explanation.unknown());
    object.put("lambda", explanation.lambda());
    object.put("results", explanation.results().stream().map(BlendJson::entry).toList());
    object.put("network", GraphJson.of(explanation.network()));
    object.put("neighbours", NeighbourJson.of(explanation.neighbours()));
    return object;
  }

  private static Map<String, Object> entry(BlendExplanation.Result result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("item", result.item());
    entry.put("score", result.probability());
    entry.put("from_network", result.network());
    entry.put("from_neighbours", result.neighbours());
    entry.put("neighbours_share", result.share());
    return entry;
  }
}
