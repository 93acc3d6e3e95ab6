package io.sbr.models.ask;

import io.sbr.models.explain.CountingExplanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An explanation of a model that counts, for programs. */
final class CountingJson {
  private CountingJson() {}

  /** The object, keys in order. */
  static Map<String, Object> of(CountingExplanation explanation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", explanation.model());
    object.put("clicks", explanation.clicks());
    object.put("unknown", explanation.unknown());
    object.put("counted", explanation.counted());
    List<Map<String, Object>> results = new ArrayList<>();
    for (CountingExplanation.Result result : explanation.results()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("item", result.item());
      entry.put("score", result.score());
      entry.put("count", result.count());
      entry.put("popularity", result.popularity());
      results.add(entry);
    }
    object.put("items", results);
    return object;
  }
}
