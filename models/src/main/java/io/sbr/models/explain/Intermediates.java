package io.sbr.models.explain;

import io.sbr.autograd.Var;
import io.sbr.models.nn.Scores;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the forward pass of one session has shown, while its memory lives.
 *
 * @param values by the names of {@link io.sbr.models.nn.layers.Attribution}, among others
 * @param scores the result
 */
record Intermediates(Map<String, Var> values, Scores scores) {

  /** A value's numbers, if the model shows it. */
  Optional<double[]> numbers(String name) {
    return Optional.ofNullable(values.get(name)).map(value -> value.value().toDoubles());
  }

  /** The mean of each row of all values whose names begin so, by the names without that. */
  Map<String, double[]> rowMeans(String prefix) {
    Map<String, double[]> means = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            means.put(name.substring(prefix.length()), rowMeans(value));
          }
        });
    return means;
  }

  private static double[] rowMeans(Var value) {
    double[] all = value.value().toDoubles();
    double[] means = new double[value.rows()];
    for (int i = 0; i < all.length; i++) {
      means[i / value.cols()] += all[i] / value.cols();
    }
    return means;
  }
}
