package io.sbr.models.study;

import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * Figures of several runs.
 *
 * @param mean of them; NaN of none
 * @param deviation standard deviation of the sample (n − 1 in the denominator); NaN of fewer than
 *     two
 * @param runs how many
 */
public record Spread(double mean, double deviation, int runs) {
  /** Of these figures. */
  public static Spread of(double... figures) {
    return new Spread(
        Arrays.stream(figures).average().orElse(Double.NaN),
        figures.length < 2 ? Double.NaN : new StandardDeviation().evaluate(figures),
        figures.length);
  }
}
