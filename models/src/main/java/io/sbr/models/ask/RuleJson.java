package io.sbr.models.ask;

import io.sbr.models.explain.RuleExplanation;
import io.sbr.models.explain.RuleExplanation.Cause;
import io.sbr.models.explain.RuleExplanation.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/** An explanation of rules, for programs. */
final class RuleJson {
  private RuleJson() {}

  /** The object, keys in order. */
  static Map<String, Object> of(RuleExplanation explanation) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", explanation.model());
    object.put("clicks", explanation.clicks());
    object.put("unknown", explanation.unknown());
    object.put("items", explanation.results().stream().map(RuleJson::entry).toList());
    return object;
  }

  private static Map<String, Object> entry(Result result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("item", result.item());
    entry.put("score", result.score());
    entry.put("causes", result.causes().stream().map(RuleJson::entry).toList());
    return entry;
  }

  private static Map<String, Object> entry(Cause cause) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("position", cause.position());
    entry.put("click", cause.click());
    entry.put("weight", cause.weight());
    return entry;
  }
}
