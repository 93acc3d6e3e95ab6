package io.sbr.models;

import io.sbr.tensor.Arena;

/**
 * What a model is made from besides its settings.
 *
 * @param itemCount N
 * @param weights holds the parameters; must outlive the model
 * @param seed of the initial weights
 */
public record ModelContext(int itemCount, Arena weights, long seed) {
  /**
   * An empty set of parameters.
   *
   * @param hidden d, which bounds the initial values
   */
  public ParameterSet parameters(int hidden) {
    return new ParameterSet(weights, hidden, seed);
  }
}
