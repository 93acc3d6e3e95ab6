package io.sbr.models.counting;

import io.sbr.data.TransitionCounts;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSetting;
import java.util.List;
import java.util.Optional;

/**
 * A kind of model that counts the training sessions once and is done: no weights, no epochs, no
 * device.
 *
 * @param name as in {@code --model}
 * @param title what it is, one line
 * @param counted what the count of an item is, for people who ask why it was recommended
 * @param usesTransitions whether it counts which item came right after which
 * @param usesPast whether it reads what the session's user clicked before
 * @param factory makes one of counts
 */
public record CountingKind(
    String name,
    String title,
    String counted,
    boolean usesTransitions,
    boolean usesPast,
    Factory factory)
    implements ModelKind {
  /** Makes a model of what was counted. */
  @FunctionalInterface
  public interface Factory {
    /**
     * A model.
     *
     * @param transitions of the training sessions; empty unless the kind uses them
     */
    CountingRecommender create(Popularity popularity, Optional<TransitionCounts> transitions);
  }

  @Override
  public List<ModelSetting<?>> settings() {
    return List.of();
  }

  @Override
  public String toString() {
    return name;
  }
}
