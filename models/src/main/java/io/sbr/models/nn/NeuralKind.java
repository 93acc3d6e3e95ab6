package io.sbr.models.nn;

import io.sbr.models.learning.LearningSettings;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import java.util.List;

/**
 * A kind of model with weights, trained by gradients. Each model declares its own beside its
 * equations.
 *
 * @param name as in {@code --model}
 * @param title what it is and where it was published, one line
 * @param settings all that change its parameters or equations, in the order of help and reports
 * @param learning how its weights are learned unless told otherwise
 * @param factory makes one with initial weights
 * @param usesTransitions whether it is made from the transitions of the training sessions; a run
 *     then keeps them
 * @param readsDurations whether it reads how long clicks were viewed
 * @param sideBySide whether sessions stand side by side in its batches ({@link
 *     SessionModel#lanes}): every click is learned from, in the order of time
 */
public record NeuralKind(
    String name,
    String title,
    List<ModelSetting<?>> settings,
    LearningSettings learning,
    Factory factory,
    boolean usesTransitions,
    boolean readsDurations,
    boolean sideBySide)
    implements ModelKind {
  /** Makes a model. */
  @FunctionalInterface
  public interface Factory {
    /** A model with initial weights. */
    SessionModel create(ModelSettings settings, ModelContext context);
  }

  /** A kind that learns as SR-GNN and its relatives were published to. */
  public NeuralKind(
      String name,
      String title,
      List<ModelSetting<?>> settings,
      Factory factory,
      boolean usesTransitions,
      boolean readsDurations) {
    this(
        name,
        title,
        settings,
        LearningSettings.DEFAULT,
        factory,
        usesTransitions,
        readsDurations,
        false);
  }

  /** The same, of which nothing of the training data is needed but the number of items. */
  public NeuralKind(String name, String title, List<ModelSetting<?>> settings, Factory factory) {
    this(name, title, settings, factory, false, false);
  }

  /** The same kind with other defaults of learning. */
  public NeuralKind learning(LearningSettings other) {
    return new NeuralKind(
        name, title, settings, other, factory, usesTransitions, readsDurations, sideBySide);
  }

  /** The same kind with sessions side by side. */
  public NeuralKind withLanes() {
    return new NeuralKind(
        name, title, settings, learning, factory, usesTransitions, readsDurations, true);
  }

  /** Keeps a copy of the settings. */
  public NeuralKind {
    settings = List.copyOf(settings);
  }

  /**
   * The kind of a model with weights.
   *
   * @throws IllegalArgumentException naming the model if it has none
   */
  public static NeuralKind of(ModelKind kind) {
    if (kind instanceof NeuralKind neural) {
      return neural;
    }
    throw new IllegalArgumentException(kind.name() + " has no weights to train");
  }

  @Override
  public String toString() {
    return name;
  }
}
