package io.sbr.models.eval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sbr.data.Shown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the lists of recommendations came to, whether they were right or not: {@code coverage@20},
 * {@code popularity@20}, {@code gini@20}, and so on. Unlike {@link Metrics} these are shares from 0
 * to 1, as session-rec prints them (docs/pipeline.md, section 10).
 *
 * @param values by key, in order of k; plain JSON
 */
public record ListMetrics(@JsonValue Map<String, Double> values) {
  /** Keeps a copy that does not change. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ListMetrics {
    if (values == null) {
      throw new IllegalArgumentException("no figures of lists");
    }
    values.forEach(
        (key, value) -> {
          if (value == null || !(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(Shown.brief(key) + " is " + value);
          }
        });
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Share of the items of train that are in any list of the k best. */
  public double coverage(int k) {
    return get("coverage@" + k);
  }

  /** Mean over the lists of the mean popularity of their items, 1 that of the most clicked item. */
  public double popularity(int k) {
    return get("popularity@" + k);
  }

  /** How unequally often the items of train are recommended: 0 is all equally often. */
  public double gini(int k) {
    return get("gini@" + k);
  }

  /** A figure, NaN if it was not measured. */
  private double get(String key) {
    return values.getOrDefault(key, Double.NaN);
  }
}
