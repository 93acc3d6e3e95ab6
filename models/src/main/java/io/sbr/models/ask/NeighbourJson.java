package io.sbr.models.ask;

import io.sbr.models.explain.NeighbourExplanation;
import io.sbr.models.explain.NeighbourExplanation.Result;
import io.sbr.models.explain.NeighbourExplanation.Voice;
import java.util.LinkedHashMap;
import java.util.Map;

/** An explanation of a neighbour method, for programs. */
final class NeighbourJson {
  private NeighbourJson() {}

  /** The object, keys in order. */
  static Map<String, Object> of(NeighbourExplanation explanation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", explanation.model());
    object.put("clicks", explanation.clicks());
    object.put("unknown", explanation.unknown());
    object.put("items", explanation.results().stream().map(NeighbourJson::entry).toList());
    return object;
  }

  private static Map<String, Object> entry(Result result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("item", result.item());
    entry.put("score", result.score());
    entry.put("neighbours", result.neighbours());
    entry.put("said", result.said());
    entry.put("sessions", result.voices().stream().map(NeighbourJson::entry).toList());
    return entry;
  }

  private static Map<String, Object> entry(Voice voice) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("session", voice.session());
    entry.put("newer", voice.newer());
    entry.put("days", voice.days());
    entry.put("similarity", voice.similarity());
    entry.put("said", voice.said());
    entry.put("items", voice.items());
    return entry;
  }
}
