package io.sbr.models.sparse;

import io.sbr.models.settings.ModelSetting;
import java.util.List;

/**
 * How a weight falls with age, under the names of session-rec: of clicks by position ({@link
 * #ofPosition}) and of items by distance ({@link #ofStep}).
 */
public enum Fading {
  /** Not at all. */
  SAME,
  /** With the distance. */
  DIV,
  /** With its square. */
  QUADRATIC,
  /** With its logarithm. */
  LOG,
  /**
   * By a tenth a click, as published: of positions it asks whether p is at most 10, not l − p, so
   * that in longer sessions the latest clicks weigh nothing and early ones less than nothing.
   */
  LINEAR,
  /** By a tenth a click, to nothing after ten: as meant. */
  LINEAR_FIXED;

  /**
   * The choice of one, by distance unless a model says otherwise.
   *
   * @param meaning one line of help
   */
  public static ModelSetting<Fading> weighting(String meaning) {
    return ModelSetting.choice("weighting", List.of(values()), DIV, "published", meaning);
  }

  /** Weight of the click at position p, from 1, of l. */
  public double ofPosition(int p, int l) {
    return switch (this) {
      case SAME -> 1;
      case DIV -> (double) p / l;
      case QUADRATIC -> ((double) p / l) * ((double) p / l);
      case LOG -> 1 / Math.log10(l - p + 1.7);
      case LINEAR -> p <= 10 ? 1 - 0.1 * (l - p) : 0;
      case LINEAR_FIXED -> Math.max(0, 1 - 0.1 * (l - p));
    };
  }

  /** Weight at a distance from the end: 1 is the last click. */
  public double ofStep(int step) {
    return switch (this) {
      case SAME -> 1;
      case DIV -> 1.0 / step;
      case QUADRATIC -> 1.0 / ((double) step * step);
      case LOG -> 1 / Math.log10(step + 1.7);
      case LINEAR -> step <= 100 ? 1 - 0.1 * step : 0;
      case LINEAR_FIXED -> Math.max(0, 1 - 0.1 * (step - 1));
    };
  }
}
