package io.sbr.models;

import io.sbr.tensor.Arena;
import java.util.List;

/** The models by name: the one place that a new model is entered in. */
public final class Models {
  private Models() {}

  /** The names that {@link #create} knows. */
  public static List<String> names() {
    return List.of("srgnn");
  }

  /**
   * A model with initial weights.
   *
   * @param itemCount N
   * @param weights holds the parameters; must outlive the model
   * @param seed of the initial weights
   */
  public static SessionModel create(
      ModelSettings settings, int itemCount, Arena weights, long seed) {
    ParameterSet parameters = new ParameterSet(weights, settings.hidden(), seed);
    return new SrGnn(
        new SrGnn.Settings(settings.hidden(), settings.steps(), settings.hybrid()),
        itemCount,
        parameters);
  }
}
