package io.sbr.models.settings;

import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.SessionModel;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A kind of model: what {@code --model} names, the settings it has, and how one is made. Each model
 * declares its own beside its equations and is entered in {@link io.sbr.models.Models}.
 *
 * @param name as in {@code --model}
 * @param title what it is and where it was published, one line
 * @param settings all that change its parameters or equations, in the order of help and reports
 * @param factory makes one with initial weights
 * @param usesTransitions whether it is made from the transitions of the training sessions; a run
 *     then keeps them
 */
public record ModelKind(
    String name,
    String title,
    List<ModelSetting<?>> settings,
    Factory factory,
    boolean usesTransitions) {
  /** Makes a model. */
  @FunctionalInterface
  public interface Factory {
    /** A model with initial weights. */
    SessionModel create(ModelSettings settings, ModelContext context);
  }

  /** A kind that needs nothing of the training data but its number of items. */
  public ModelKind(String name, String title, List<ModelSetting<?>> settings, Factory factory) {
    this(name, title, settings, factory, false);
  }

  /** Keeps a copy of the settings. */
  public ModelKind {
    settings = List.copyOf(settings);
  }

  /**
   * Its setting of this name.
   *
   * @throws IllegalArgumentException with one line if it has none
   */
  public ModelSetting<?> setting(String wanted) {
    return settings.stream()
        .filter(setting -> setting.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no effect on %s, whose settings are %s"
                        .formatted(
                            wanted,
                            name,
                            settings.stream()
                                .map(ModelSetting::name)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name;
  }
}
