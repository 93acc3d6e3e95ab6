package io.sbr.models.nn;

import io.sbr.data.TransitionCounts;
import io.sbr.tensor.Arena;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What a model is made from besides its settings.
 *
 * @param itemCount N
 * @param counts transitions of the training sessions, for a kind that {@link
 *     NeuralKind#usesTransitions() uses} them
 * @param training of a model that is going to be trained
 * @param weights holds the parameters; must outlive the model
 * @param seed of the initial weights; empty where none are drawn, because others are read into the
 *     parameters at once: to draw millions of numbers takes longer than to read them
 * @param users original ids of the users whom the training data know, always in one order; looked
 *     for only by a model that has a vector for each
 */
public record ModelContext(
    int itemCount,
    Optional<TransitionCounts> counts,
    Optional<Training> training,
    Arena weights,
    OptionalLong seed,
    Supplier<List<String>> users) {
  /** Of a model that begins with initial weights and is told of neither users nor training. */
  public ModelContext(int itemCount, Optional<TransitionCounts> counts, Arena weights, long seed) {
    this(itemCount, counts, Optional.empty(), weights, OptionalLong.of(seed), List::of);
  }

  /** The same of a model that is going to be trained. */
  public ModelContext with(Training told) {
    return new ModelContext(itemCount, counts, Optional.of(told), weights, seed, users);
  }

  /** The transitions of the training sessions. */
  public TransitionCounts transitions() {
    return counts.orElseThrow(
        () -> new IllegalStateException("this model needs the training data's transitions"));
  }

  /**
   * An empty set of parameters.
   *
   * @param hidden d, which bounds the initial values
   */
  public ParameterSet parameters(int hidden) {
    return new ParameterSet(weights, hidden, seed);
  }
}
